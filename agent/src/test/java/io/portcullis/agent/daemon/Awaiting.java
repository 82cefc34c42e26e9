package io.portcullis.agent.daemon;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for something that another thread brings about. */
final class Awaiting {

  private Awaiting() {}

  /** Asks again and again until the answer is as it should be. */
  static <T> T until(Supplier<T> ask, Predicate<T> right, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      T answer = ask.get();
      if (right.test(answer)) {
        return answer;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("after " + patience.toSeconds() + " s still " + answer);
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }
}
