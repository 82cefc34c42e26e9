package io.portcullis.agent.daemon;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log what is being done, if that takes longer than a second; and when it is done. */
final class Slow implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");
  private static final long FIRST_MILLIS = 1_000;
  private static final long EVERY_MILLIS = 500;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "slow");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Optional<Work> work = Optional.empty();

  /** Something that is being done since a {@link System#nanoTime}. */
  private static final class Work {

    private final String what;
    private final long since = System.nanoTime();
    private volatile long told;

    Work(String what) {
      this.what = what;
    }
  }

  Slow() {
    var unused =
        timer.scheduleWithFixedDelay(this::look, FIRST_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Does something. */
  <T> T doing(String what, Supplier<T> how) {
    Work now = new Work(what);
    work = Optional.of(now);
    try {
      return how.get();
    } finally {
      work = Optional.empty();
      if (now.told > 0) {
        LOG.info("{}: done in {} ms", what, millis(now));
      }
    }
  }

  /** After a second, and then at twice the time of before. */
  private void look() {
    work.filter(now -> millis(now) >= Math.max(FIRST_MILLIS, 2 * now.told))
        .ifPresent(
            now -> {
              now.told = millis(now);
              LOG.info("{}, for {} ms now", now.what, now.told);
            });
  }

  private static long millis(Work work) {
    return (System.nanoTime() - work.since) / 1_000_000;
  }

  @Override
  public void close() {
    var unused = timer.shutdownNow();
  }
}
