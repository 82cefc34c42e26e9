package io.portcullis.agent.daemon;

import java.time.Duration;

/** How long to wait after so many failures in a row: doubling, from a tenth of a second to 30. */
final class Backoff {

  private static final long FIRST_MILLIS = 100;
  private static final long LAST_MILLIS = 30_000;

  private Backoff() {}

  static Duration after(int failures) {
    long millis = FIRST_MILLIS << Math.min(failures - 1, 20);
    return Duration.ofMillis(Math.min(millis, LAST_MILLIS));
  }
}
