package io.portcullis.agent.state;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * When a revision on trial goes back. Measured by a clock that nobody sets, from the moment it is
 * known here; only across a restart does the time of day count, and then never for longer than the
 * trial was to be.
 */
final class TrialClock implements AutoCloseable {

  private final Runnable bell;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "trial-clock");
            thread.setDaemon(true);
            return thread;
          });
  private OptionalLong deadline = OptionalLong.empty();
  private Optional<Revision.Trial> trial = Optional.empty();

  TrialClock(Runnable bell) {
    this.bell = bell;
  }

  synchronized void set(Optional<Revision.Trial> next) {
    if (next.equals(trial)) {
      return;
    }
    trial = next;
    deadline = OptionalLong.empty();
    next.ifPresent(
        of -> {
          long left =
              Math.max(
                  0,
                  Math.min(of.durationMillis(), of.deadlineMillis() - System.currentTimeMillis()));
          deadline = OptionalLong.of(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(left));
          var unused = timer.schedule(bell, left + 1, TimeUnit.MILLISECONDS);
        });
  }

  /** Whether there is one, and its time is over. */
  synchronized boolean isOver() {
    return deadline.isPresent() && System.nanoTime() - deadline.getAsLong() >= 0;
  }

  @Override
  public void close() {
    var unused = timer.shutdownNow();
  }
}
