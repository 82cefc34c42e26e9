package io.portcullis.agent.daemon;

import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.NetlinkException;
import io.portcullis.netlink.Notification;
import io.portcullis.netlink.Subscription;
import io.portcullis.netlink.sys.SystemCallException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that takes what the kernel tells of its own accord, until it is closed. It survives
 * whatever goes wrong: what was lost, or could not be read, is told as loss, so that the state is
 * read again; a subscription that broke is made anew.
 *
 * @param <E> what it is told
 */
final class Watching<E> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Supplier<Subscription<E>> open;
  private final Consumer<E> happened;
  private final Runnable lost;
  private final Thread thread;
  private volatile boolean closed;

  private Watching(
      String name, Supplier<Subscription<E>> open, Consumer<E> happened, Runnable lost) {
    this.open = open;
    this.happened = happened;
    this.lost = lost;
    // When this returns nothing is missed any more, so that a state that is read later is followed.
    Subscription<E> first = open.get();
    this.thread = new Thread(() -> run(first), name);
    thread.setDaemon(true);
  }

  /**
   * Starts to watch the calling thread's network namespace.
   *
   * @param name of the thread
   * @param open subscribes
   * @param happened takes each event, in the watching thread
   * @param lost is called there when events are missing
   * @throws NetlinkException if the kernel does not let it subscribe
   */
  static <E> Watching<E> start(
      String name, Supplier<Subscription<E>> open, Consumer<E> happened, Runnable lost) {
    Watching<E> watching = new Watching<>(name, open, happened, lost);
    watching.thread.start();
    return watching;
  }

  private void run(Subscription<E> first) {
    Subscription<E> current = first;
    try {
      while (!closed) {
        try {
          tell(current.poll(PATIENCE));
        } catch (MalformedMessageException e) {
          LOG.warn("{}: a message that makes no sense, {}", thread.getName(), e.getMessage());
          lost.run();
        } catch (SystemCallException | NetlinkException e) {
          LOG.error("{}: {}; subscribing again", thread.getName(), e.getMessage());
          current.close();
          current = again();
          lost.run();
        }
      }
    } catch (InterruptedException e) {
      // The daemon ends.
    } finally {
      current.close();
    }
  }

  private void tell(List<Notification<E>> notifications) {
    for (Notification<E> notification : notifications) {
      if (notification instanceof Notification.Happened<E> event) {
        happened.accept(event.event());
      } else {
        lost.run();
      }
    }
  }

  private Subscription<E> again() throws InterruptedException {
    while (true) {
      TimeUnit.SECONDS.sleep(1);
      try {
        return open.get();
      } catch (NetlinkException e) {
        LOG.error("{}: {}", thread.getName(), e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
