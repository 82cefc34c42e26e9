package io.portcullis.integration.differential;

import io.portcullis.policy.effective.Decision;
import java.util.HashMap;
import java.util.Map;

/**
 * The counters at one moment.
 *
 * @param byOutcome packets by what decided; nothing counts those of no endpoint
 * @param survived packets that went on after policy
 */
record Counts(Map<Verdicts, Long> byOutcome, long survived) {

  Counts {
    byOutcome = Map.copyOf(byOutcome);
  }

  /** What they must be after some more packets with one and the same verdict. */
  Counts after(Verdicts verdict, int packets) {
    Map<Verdicts, Long> next = new HashMap<>(byOutcome);
    if (verdict.reason() != Decision.Reason.NO_ENDPOINT) {
      next.merge(verdict, (long) packets, Long::sum);
    }
    boolean drops = verdict.reason() == Decision.Reason.DENY;
    return new Counts(next, survived + (drops ? 0 : packets));
  }
}
