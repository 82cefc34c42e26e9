package io.portcullis.agent;

/** The time of day, to be told to people. Nothing waits by it: anybody may set it. */
public final class TimeOfDay {

  private TimeOfDay() {}

  /** Milliseconds since 1970. */
  public static long millis() {
    return System.currentTimeMillis();
  }
}
