package io.portcullis.lab.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Leaves nothing behind when the process is told to end. Namespaces end with their threads; child
 * processes would not, and would keep the namespace they are in.
 */
public final class CleanEnd {

  private static final long PATIENCE_SECONDS = 5;

  private CleanEnd() {}

  /**
   * Runs work, and if the process is told to end meanwhile (Ctrl-C, SIGTERM), ends its children and
   * says nothing of what failed for that reason.
   */
  public static <T> T during(Supplier<T> work) {
    CountDownLatch ending = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              ending.countDown();
              ProcessHandle.current().descendants().forEach(CleanEnd::end);
            },
            "clean-end");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      if (ending.getCount() == 0) {
        sleepUntilTheEnd();
      }
      throw e;
    } finally {
      remove(hook);
    }
  }

  private static void end(ProcessHandle child) {
    child.destroyForcibly();
    try {
      child.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      // It has been told; the others are still to be.
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs.
    }
  }

  /** The process ends without this thread; whatever it would print now misleads. */
  private static void sleepUntilTheEnd() {
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      try {
        never.await();
      } catch (InterruptedException e) {
        // There is nothing to go on with.
      }
    }
  }
}
