package io.portcullis.agent;

import io.portcullis.netlink.nftables.NftException;
import java.io.Serial;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Starts over as long as somebody else gets in between. A commit of anybody, to any table, makes
 * what was planned stale, and one who commits all the time could keep us from ever changing policy.
 * So pauses grow, and later attempts ask for less: first not that nobody commits between the
 * batches of one plan, then not that nobody has since the table was read. Whoever changed our own
 * table meanwhile makes the batch fail as a whole, or is found when the table is read back.
 */
final class Attempts {

  private static final int MOST = 16;
  private static final int WHOLE_PLANS = 4;
  private static final int FIRST_BATCHES = 8;
  private static final long LONGEST_MILLIS = 64;

  private Attempts() {}

  /**
   * One attempt.
   *
   * @param number from 1
   */
  record Attempt(int number) {

    /** Whether a batch is refused if anybody committed since what was before it. */
    boolean isPinned(boolean firstBatch) {
      return number <= (firstBatch ? FIRST_BATCHES : WHOLE_PLANS);
    }
  }

  /** What was tried may succeed if it is tried again; if not, the cause is the reason. */
  static final class AgainException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final RuntimeException why;

    AgainException(RuntimeException why) {
      super(why);
      this.why = why;
    }
  }

  /** The result of the first attempt that succeeds; if none does, what the last one threw. */
  static <T> T of(Function<Attempt, T> once) {
    for (int number = 1; ; number++) {
      RuntimeException failed;
      try {
        return once.apply(new Attempt(number));
      } catch (AgainException e) {
        failed = e.why;
      } catch (NftException e) {
        if (!isOthersDoing(e, number)) {
          throw e;
        }
        failed = e;
      }
      if (number == MOST) {
        throw failed;
      }
      pause(number);
    }
  }

  /** Once batches are sent to whatever there is, what they name may be gone. */
  private static boolean isOthersDoing(NftException e, int number) {
    return switch (e.reason()) {
      case STALE_GENERATION -> true;
      case NOT_FOUND, EXISTS, BUSY -> number > WHOLE_PLANS;
      default -> false;
    };
  }

  /** At random, so that whoever commits at regular times is not met each time. */
  private static void pause(int number) {
    long most = Math.min(LONGEST_MILLIS, 1L << number);
    try {
      TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(most) + 1);
    } catch (InterruptedException e) {
      // The attempts end by themselves, and soon.
      Thread.currentThread().interrupt();
    }
  }
}
