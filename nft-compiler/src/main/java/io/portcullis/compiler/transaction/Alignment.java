package io.portcullis.compiler.transaction;

import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.Arrays;
import java.util.List;

/** Which rule of a chain was which rule before, by what they do; comments do not count. */
final class Alignment {

  /** Cells of the table for the longest common subsequence; beyond it only ends are compared. */
  private static final int MOST_CELLS = 1 << 20;

  private final List<List<Expression>> was;
  private final List<List<Expression>> now;
  private final int[] before;

  private Alignment(List<NftRule> was, List<NftRule> now) {
    this.was = was.stream().map(Alignment::meaning).toList();
    this.now = now.stream().map(Alignment::meaning).toList();
    this.before = new int[now.size()];
    Arrays.fill(before, -1);
  }

  /** For each rule of {@code now}, its index in {@code was} or -1; indexes only grow. */
  static int[] of(List<NftRule> was, List<NftRule> now) {
    Alignment alignment = new Alignment(was, now);
    alignment.align();
    return alignment.before;
  }

  private static List<Expression> meaning(NftRule rule) {
    return Rulesets.withoutCounts(rule).expressions();
  }

  private boolean same(int i, int j) {
    return was.get(i).equals(now.get(j));
  }

  private void align() {
    int start = 0;
    int oldEnd = was.size();
    int newEnd = now.size();
    while (start < oldEnd && start < newEnd && same(start, start)) {
      before[start] = start;
      start++;
    }
    while (start < oldEnd && start < newEnd && same(oldEnd - 1, newEnd - 1)) {
      before[--newEnd] = --oldEnd;
    }
    int rows = oldEnd - start;
    int columns = newEnd - start;
    if (rows > 0 && columns > 0 && (long) rows * columns <= MOST_CELLS) {
      middle(start, rows, columns);
    }
  }

  private void middle(int start, int rows, int columns) {
    int[][] longest = new int[rows + 1][columns + 1];
    for (int i = rows - 1; i >= 0; i--) {
      for (int j = columns - 1; j >= 0; j--) {
        longest[i][j] =
            same(start + i, start + j)
                ? longest[i + 1][j + 1] + 1
                : Math.max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < rows && j < columns) {
      if (same(start + i, start + j)) {
        before[start + j++] = start + i++;
      } else if (longest[i + 1][j] >= longest[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
  }
}
