package io.portcullis.compiler.interpret;

import io.portcullis.policy.address.Bits128;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.function.ObjIntConsumer;

/**
 * The packets that get the same answer as one of them, so far as is known: a box with, per
 * dimension, the value of that one packet and the last value, not less, up to which nothing has
 * told the values apart.
 *
 * <p>It starts as wide as one likes. A run narrows it at every step whose outcome depends on the
 * packet, to the values for which the step has the same outcome; what remains at the end holds only
 * packets that would have gone the same way. Values are unsigned, in two halves.
 *
 * <p>Mutable, to be used again without allocating; not for use by more than one thread.
 */
public final class Region {

  private static final Dimension[] DIMENSIONS = Dimension.values();

  private final long[] high = new long[Dimension.COUNT];
  private final long[] low = new long[Dimension.COUNT];
  private final long[] lastHigh = new long[Dimension.COUNT];
  private final long[] lastLow = new long[Dimension.COUNT];
  private final int[] before = new int[Dimension.COUNT];
  private int narrowed;
  private final long[] markedHigh = new long[Dimension.COUNT];
  private final long[] markedLow = new long[Dimension.COUNT];
  private int marked;
  private boolean grouped;
  private int plainly;
  private final IdentityHashMap<Object, Integer> questions = new IdentityHashMap<>();

  /** Sets a dimension's value and how far it is to reach at most. */
  public void set(Dimension dimension, long valueHigh, long valueLow, long upToHigh, long upToLow) {
    int at = dimension.index();
    high[at] = valueHigh;
    low[at] = valueLow;
    lastHigh[at] = upToHigh;
    lastLow[at] = upToLow;
  }

  /** The upper half of the packet's value. */
  public long high(Dimension dimension) {
    return high[dimension.index()];
  }

  /** The lower half of the packet's value. */
  public long low(Dimension dimension) {
    return low[dimension.index()];
  }

  /** The upper half of the last value. */
  public long lastHigh(Dimension dimension) {
    return lastHigh[dimension.index()];
  }

  /** The lower half of the last value. */
  public long lastLow(Dimension dimension) {
    return lastLow[dimension.index()];
  }

  /** Takes away what is above a value, which must not be less than the packet's. */
  public void narrow(Dimension dimension, long toHigh, long toLow) {
    narrow(dimension.index(), toHigh, toLow);
  }

  /** The same of a dimension by its index. */
  void narrow(int at, long toHigh, long toLow) {
    note(at);
    if (Bits128.compare(toHigh, toLow, lastHigh[at], lastLow[at]) < 0) {
      lastHigh[at] = toHigh;
      lastLow[at] = toLow;
    }
    if ((marked & 1 << at) == 0
        || Bits128.compare(toHigh, toLow, markedHigh[at], markedLow[at]) < 0) {
      marked |= 1 << at;
      markedHigh[at] = toHigh;
      markedLow[at] = toLow;
    }
  }

  /** From now on, what is asked for is noted apart from what was before. */
  void mark() {
    marked = 0;
  }

  /** The dimensions that were asked for since {@link #mark}. */
  int askedSinceMark() {
    return marked;
  }

  /**
   * Writes a dimension that was asked for since {@link #mark}: its index, the packet's value, and
   * the last one to which it was narrowed since then, wider though it may be than the region.
   */
  void copySinceMark(int at, long[] out, int to) {
    out[to] = at;
    out[to + 1] = high[at];
    out[to + 2] = low[at];
    out[to + 3] = markedHigh[at];
    out[to + 4] = markedLow[at];
  }

  /** True if the packet's value is in a range. */
  boolean isWithin(int at, long firstHigh, long firstLow, long toHigh, long toLow) {
    return Bits128.compare(high[at], low[at], toHigh, toLow) <= 0
        && Bits128.compare(high[at], low[at], firstHigh, firstLow) >= 0;
  }

  /** Leaves the packet's own value alone. */
  public void pin(Dimension dimension) {
    narrow(dimension, high(dimension), low(dimension));
  }

  /** The dimensions that were asked for since {@link #forget}, as {@link Dimension#bit}s. */
  public int asked() {
    return narrowed;
  }

  /** What had been asked for when a dimension, which is one of {@link #asked}, first was. */
  public int askedBefore(Dimension dimension) {
    return before[dimension.index()];
  }

  /**
   * From now on, until {@code group} is false, the values of both addresses stand for groups: of
   * all addresses about which some questions have the same answers. Whatever asks of an address
   * says so, by {@link #ask} if it is such a question, else by {@link #askPlainly}.
   */
  public void group(boolean group) {
    grouped = group;
    plainly = 0;
    questions.clear();
  }

  /** True if addresses stand for groups. */
  public boolean isGrouped() {
    return grouped;
  }

  /**
   * Notes a question that has one answer for all of a group: a {@link Question} of the ruleset, or
   * a set of addresses, compared by identity.
   */
  public void ask(Dimension dimension, Object question) {
    questions.merge(question, dimension.bit(), (one, other) -> one | other);
    note(dimension.index());
  }

  /** Notes that something else is asked of some dimensions, given as {@link Dimension#bit}s. */
  public void askPlainly(int dimensions) {
    plainly |= dimensions;
  }

  private void note(int at) {
    if ((narrowed & 1 << at) == 0) {
      before[at] = narrowed;
      narrowed |= 1 << at;
    }
  }

  /** Gives what was asked of groups since {@link #group}, and of which addresses, as bits. */
  public void questions(ObjIntConsumer<Object> out) {
    questions.forEach(out::accept);
  }

  /** The dimensions that were asked otherwise since {@link #group}, as {@link Dimension#bit}s. */
  public int askedPlainly() {
    return plainly;
  }

  /** Becomes as wide as another one, with its values. */
  public void set(Region other) {
    System.arraycopy(other.high, 0, high, 0, high.length);
    System.arraycopy(other.low, 0, low, 0, low.length);
    System.arraycopy(other.lastHigh, 0, lastHigh, 0, lastHigh.length);
    System.arraycopy(other.lastLow, 0, lastLow, 0, lastLow.length);
  }

  /** Forgets which dimensions were asked for; the bounds stay. */
  public void forget() {
    narrowed = 0;
  }

  /** Some dimensions, {@link Dimension#bit}s, were asked for, and no others. */
  void remember(int asked) {
    narrowed = asked;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (Dimension dimension : DIMENSIONS) {
      int at = dimension.index();
      out.append(dimension)
          .append(" %x.%x-%x.%x ".formatted(high[at], low[at], lastHigh[at], lastLow[at]));
    }
    return out + Arrays.toString(new int[] {narrowed});
  }
}
