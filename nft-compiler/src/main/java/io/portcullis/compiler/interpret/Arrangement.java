package io.portcullis.compiler.interpret;

import io.portcullis.netlink.nftables.NftSet;
import java.util.List;

/** Chooses as the kernel does which kind of set holds the elements. */
final class Arrangement {

  private Arrangement() {}

  /**
   * Arranges the elements that have a key.
   *
   * @param keyed their numbers, ascending
   * @param first by number, the key
   * @param last by number, the last key of a concatenation of ranges, else the key
   * @param ends by number, whether the key is the end of an interval
   */
  static PreparedSet of(
      NftSet set, List<Integer> keyed, byte[][] first, byte[][] last, boolean[] ends) {
    byte[][] from = new byte[keyed.size()][];
    byte[][] to = new byte[keyed.size()][];
    boolean[] end = new boolean[keyed.size()];
    for (int i = 0; i < from.length; i++) {
      from[i] = first[keyed.get(i)];
      to[i] = last[keyed.get(i)];
      end[i] = ends[keyed.get(i)];
    }
    if ((set.flags() & NftSet.F_INTERVAL) == 0) {
      byte[] keys = new byte[from.length * set.keyLength()];
      for (int i = 0; i < from.length; i++) {
        System.arraycopy(from[i], 0, keys, i * set.keyLength(), set.keyLength());
      }
      return new Renumbered(new HashedKeys(set.keyLength(), keys, from.length), keyed);
    }
    return new Renumbered(
        set.fieldLengths().size() > 1
            ? new RangedKeys(set.fieldLengths(), from, to)
            : new IntervalKeys(set.keyLength(), from, end),
        keyed);
  }

  /** Leaves out elements without a key. */
  private static final class Renumbered implements PreparedSet {

    private final PreparedSet keys;
    private final int[] numbers;

    Renumbered(PreparedSet keys, List<Integer> numbers) {
      this.keys = keys;
      this.numbers = numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public int find(byte[] registers, int at) {
      int found = keys.find(registers, at);
      return found == NONE ? NONE : numbers[found];
    }

    @Override
    public int findKept(KeyBounds kept, int at) {
      int found = keys.findKept(kept, at);
      return found == NONE ? NONE : numbers[found];
    }
  }
}
