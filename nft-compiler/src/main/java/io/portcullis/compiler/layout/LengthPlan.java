package io.portcullis.compiler.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which prefix lengths get a map. The others are expanded: a prefix of a length that has none
 * stands as all its parts of the next longer length that has.
 */
public final class LengthPlan {

  private static final long TOO_MANY = Long.MAX_VALUE / 4;

  /** Parts of a prefix at most, as a power of two. */
  private static final int MOST_BITS = 16;

  private final int[] keptFor;
  private final Shape shape;
  private final List<Shape> rejected;

  private LengthPlan(int[] keptFor, Shape shape, List<Shape> rejected) {
    this.keptFor = keptFor;
    this.shape = shape;
    this.rejected = List.copyOf(rejected);
  }

  /**
   * The cheapest plan.
   *
   * @param counts elements by prefix length
   * @param most elements that may come of them; never fewer than there are
   * @param keyBytes of the maps
   */
  public static LengthPlan of(long[] counts, long most, int keyBytes) {
    int[] used = Arrays.stream(range(counts.length)).filter(l -> counts[l] > 0).toArray();
    LengthPlan best = plan(counts, used, range(used.length), keyBytes);
    List<Shape> others = new ArrayList<>();
    long total = Arrays.stream(counts).sum();
    if (used.length > 1) {
      Table table = new Table(counts, used);
      for (int kept = used.length - 1; kept >= 1; kept--) {
        if (table.elements(kept) > Math.max(most, total)) {
          break;
        }
        LengthPlan plan = plan(counts, used, table.ends(kept), keyBytes);
        boolean better = plan.shape.nanoseconds() < best.shape.nanoseconds();
        others.add(better ? best.shape : plan.shape);
        best = better ? plan : best;
      }
    }
    return new LengthPlan(best.keptFor, best.shape, others);
  }

  /** The length that stands for {@code length}; at least as long. */
  public int kept(int length) {
    return keptFor[length];
  }

  /** True if the same lengths get maps, and the same are expanded. */
  public boolean sameLengths(LengthPlan other) {
    return Arrays.equals(keptFor, other.keptFor);
  }

  /** True if no length is expanded. */
  public boolean asGiven() {
    for (int length = 0; length < keptFor.length; length++) {
      if (keptFor[length] > length) {
        return false;
      }
    }
    return true;
  }

  /** What it comes to. */
  public Shape shape() {
    return shape;
  }

  /** The plans that were not taken. */
  public List<Shape> rejected() {
    return rejected;
  }

  /** {@code ends} are indexes into {@code used} of the lengths that are kept, ascending. */
  private static LengthPlan plan(long[] counts, int[] used, int[] ends, int keyBytes) {
    int[] keptFor = new int[counts.length];
    double price = 0;
    long elements = 0;
    int from = 0;
    StringBuilder lengths = new StringBuilder();
    for (int end : ends) {
      long size = 0;
      for (; from <= end; from++) {
        keptFor[used[from]] = used[end];
        size += counts[used[from]] << (used[end] - used[from]);
      }
      elements += size;
      price += Prices.hash(keyBytes, size);
      lengths.append(lengths.isEmpty() ? "" : ",").append(used[end]);
    }
    String what = "a hash map for each of the prefix lengths " + lengths;
    return new LengthPlan(keptFor, new Shape(what, ends.length, elements, price), List.of());
  }

  private static int[] range(int size) {
    return java.util.stream.IntStream.range(0, size).toArray();
  }

  /** The fewest elements by how many lengths are kept; the longest always is. */
  private static final class Table {

    private final long[][] fewest;
    private final int[][] before;

    Table(long[] counts, int[] used) {
      int n = used.length;
      fewest = new long[n + 1][n + 1];
      before = new int[n + 1][n + 1];
      for (long[] row : fewest) {
        Arrays.fill(row, TOO_MANY);
      }
      fewest[0][0] = 0;
      for (int kept = 1; kept <= n; kept++) {
        for (int end = kept; end <= n; end++) {
          long size = 0;
          for (int from = end - 1; from >= 0; from--) {
            int bits = used[end - 1] - used[from];
            if (bits > MOST_BITS) {
              break;
            }
            size += counts[used[from]] << bits;
            long all = size + fewest[kept - 1][from];
            if (all < fewest[kept][end]) {
              fewest[kept][end] = all;
              before[kept][end] = from;
            }
          }
        }
      }
    }

    long elements(int kept) {
      return fewest[kept][fewest.length - 1];
    }

    int[] ends(int kept) {
      int[] ends = new int[kept];
      int end = fewest.length - 1;
      for (int k = kept; k >= 1; k--) {
        ends[k - 1] = end - 1;
        end = before[k][end];
      }
      return ends;
    }
  }
}
