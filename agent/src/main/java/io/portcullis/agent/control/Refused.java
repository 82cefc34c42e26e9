package io.portcullis.agent.control;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells in the audit log of those who were refused before they could call anything: a line for
 * each, but so many a second that nobody fills a disk by trying.
 */
final class Refused {

  private static final Logger AUDIT = LoggerFactory.getLogger("portcullis.audit");
  private static final int PER_SECOND = 10;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private long second = System.nanoTime();
  private int inSecond;
  private long passedOver;

  /** Tells of one, or counts it. */
  synchronized void tell(String who) {
    long now = System.nanoTime();
    if (now - second >= SECOND) {
      second = now;
      inSecond = 0;
    }
    if (inSecond == PER_SECOND) {
      passedOver++;
      return;
    }
    inSecond++;
    AUDIT.warn(
        "refused: {}{}",
        who,
        passedOver == 0 ? "" : " (and " + passedOver + " others before, not told of)");
    passedOver = 0;
  }
}
