package io.portcullis.lab.demo;

/**
 * What the kernel counted for one decider while the probes ran.
 *
 * @param decider what decided
 * @param probes how many it should have decided, by the policy that was loaded
 * @param packets how far its counter rose
 */
public record Hits(Decider decider, int probes, long packets) {

  /**
   * True if the counter fits: one packet for each probe. The counter of established connections
   * counts all of their packets, so it has to have risen by at least as many.
   */
  public boolean fits() {
    if (!decider.counts()) {
      return true;
    }
    return decider.countsProbes() ? packets == probes : packets >= probes;
  }
}
