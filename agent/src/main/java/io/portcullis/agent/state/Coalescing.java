package io.portcullis.agent.state;

import java.time.Duration;

/**
 * How many changes are tried together. Some hundreds: more take longer, and who waits for them
 * waits longer too. All there are while each try takes long, however few they are, as when policy
 * is compiled from the beginning. Half of them after a try that was refused, until what is wrong is
 * found. Times are those of {@link System#nanoTime}.
 */
final class Coalescing {

  /** What is taken unless there is a reason. */
  static final int SOME = 256;

  private static final long SLOW = Duration.ofMillis(500).toNanos();

  /** So many tries with all there are come before one that shows whether that is still best. */
  private static final int ALL = 3;

  private int most = SOME;
  private int all;
  private long began;

  int most() {
    return most;
  }

  void began(long now) {
    began = now;
  }

  /** What was begun is right. */
  void accepted(long now) {
    if (most < SOME) {
      most *= 2;
    } else if (all > 0) {
      all--;
      most = all > 0 ? Integer.MAX_VALUE : SOME;
    } else if (now - began > SLOW) {
      all = ALL;
      most = Integer.MAX_VALUE;
    }
  }

  /** What was begun, of several, is wrong. */
  void refused(int count) {
    all = 0;
    most = Math.max(1, Math.min(SOME, count / 2));
  }

  /** Nothing waits. */
  void idle() {
    if (most < SOME) {
      most = SOME;
    }
  }
}
