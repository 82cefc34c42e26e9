package io.portcullis.compiler.lower;

import io.portcullis.compiler.layout.LengthPlan;
import java.util.Arrays;

/** How the maps by port of a stage came by their prefix lengths. */
public final class PortLengths {

  private final LengthPlan plan;
  private final long[] counts;
  private final long room;
  private final int keyBytes;

  /**
   * What was chosen.
   *
   * @param counts elements by length, of all classes, before expansion; is kept
   * @param room for expansion
   * @param keyBytes of the maps
   */
  PortLengths(LengthPlan plan, long[] counts, long room, int keyBytes) {
    this.plan = plan;
    this.counts = counts;
    this.room = room;
    this.keyBytes = keyBytes;
  }

  /** Elements by length, of all classes, before expansion; a copy. */
  public long[] counts() {
    return counts.clone();
  }

  /** True if other counts, with that much more room, give the same lengths. */
  public boolean fit(long[] others, long moreRoom) {
    long total = Arrays.stream(others).sum();
    return total == 0
        || LengthPlan.of(others, total + Math.max(0, room + moreRoom), keyBytes).sameLengths(plan);
  }
}
