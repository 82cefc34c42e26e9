package io.portcullis.netlink.sys;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A network namespace and the one thread that lives in it.
 *
 * <p>A namespace belongs to a thread, not to a process, so work for it is handed to its thread:
 * sockets opened there, and child processes started there, belong to it for good. An anonymous
 * namespace has no name in the file system and ends with its thread, however the process dies.
 */
public final class NetworkNamespace implements AutoCloseable {

  private static final int CLONE_NEWNET = 0x40000000;
  private static final int O_RDONLY_CLOEXEC = 0x80000;

  private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final Thread thread;
  private final String name;
  private volatile int tid;
  private volatile int failure;

  private NetworkNamespace(String name, java.util.function.IntSupplier enter) {
    this.name = name;
    this.thread =
        new Thread(
            () -> {
              // Until it is known to have gone well, it has not: an Error must not leave start()
              // waiting.
              failure = Errno.EINVAL;
              try {
                tid = LibC.INSTANCE.gettid();
                failure = enter.getAsInt();
              } finally {
                entered.countDown();
              }
              while (failure == 0 && !(closed.get() && work.isEmpty())) {
                try {
                  work.take().run();
                } catch (InterruptedException e) {
                  // Only close() ends this thread, and it does so through the queue.
                }
              }
            },
            "netns-" + name);
    thread.setDaemon(true);
  }

  /**
   * A new, empty namespace, with a loopback link that is down.
   *
   * @param name for messages and thread dumps only
   * @throws SystemCallException if the kernel refuses, such as without CAP_SYS_ADMIN
   */
  public static NetworkNamespace create(String name) {
    return new NetworkNamespace(
            name, () -> LibC.INSTANCE.unshare(CLONE_NEWNET) == 0 ? 0 : LibC.errno())
        .start("unshare(CLONE_NEWNET)");
  }

  /**
   * The namespace behind a file such as {@code /run/netns/NAME} or {@code /proc/PID/ns/net}.
   *
   * @throws SystemCallException if there is no such file, or entering is not allowed
   */
  public static NetworkNamespace open(String path) {
    return new NetworkNamespace(
            path,
            () -> {
              int fd = LibC.INSTANCE.open(path, O_RDONLY_CLOEXEC);
              if (fd < 0) {
                return LibC.errno();
              }
              int errno = LibC.INSTANCE.setns(fd, CLONE_NEWNET) == 0 ? 0 : LibC.errno();
              LibC.INSTANCE.close(fd);
              return errno;
            })
        .start("setns " + path);
  }

  private NetworkNamespace start(String operation) {
    thread.start();
    boolean interrupted = false;
    while (true) {
      try {
        entered.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != 0) {
      throw new SystemCallException(operation, failure);
    }
    return this;
  }

  /** The thread's id, which {@code ip link set … netns ID} takes for this namespace. */
  public int threadId() {
    return tid;
  }

  /** What it was called or opened as. */
  public String name() {
    return name;
  }

  /**
   * Runs {@code task} in the namespace and waits for it. From the namespace's own thread it runs at
   * once.
   *
   * @throws Exception what the task threw
   * @throws IllegalStateException if the namespace is closed
   */
  public <T> T call(Callable<T> task) throws Exception {
    if (Thread.currentThread() == thread) {
      return task.call();
    }
    FutureTask<T> future = new FutureTask<>(task);
    if (closed.get()) {
      throw new IllegalStateException("network namespace " + name + " is closed");
    }
    work.add(future);
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  /**
   * Runs a program in the namespace, with this process's standard streams unless {@code builder}
   * says otherwise.
   *
   * @throws Exception if it cannot be started
   */
  public Process start(ProcessBuilder builder) throws Exception {
    return call(builder::start);
  }

  /** Lets queued work end, then the thread. Closing twice is closing once. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      work.add(() -> {});
    }
  }
}
