package io.portcullis.compiler.transaction;

import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Counter;
import java.util.ArrayList;
import java.util.List;

/**
 * What to delete from a set that stays, and what to add to it afterwards. An element whose data
 * changed is in both, for the kernel refuses with EEXIST to add it over the old one.
 */
record ElementChanges(SetElements deleted, SetElements added) {

  /** The changes from {@code held} to {@code wanted}, both of {@code set}. */
  static ElementChanges between(NftSet set, SetElements held, SetElements wanted, Renewed renewed) {
    // nft_set_rbtree.c: one field with ranges is a row of bounds; more fields give both ends at
    // once.
    boolean bounds = (set.flags() & NftSet.F_INTERVAL) != 0 && set.fieldLengths().size() < 2;
    return bounds
        ? IntervalChanges.between(set, held, wanted, renewed)
        : exact(set, held, wanted, renewed);
  }

  /**
   * Whether a packet that looks a key up meanwhile gets the answer of before or that of after. A
   * key whose data changes is for a moment in the set twice, once for either generation; before
   * Linux 6.17 a lookup that has read the old one, and comes by when its element has gone, finds
   * neither. Intervals that change are cut in pieces, and the pieces are such keys.
   */
  boolean isWholeForEachKey(NftSet set) {
    if (deleted.size() == 0 || added.size() == 0) {
      return true;
    }
    if ((set.flags() & NftSet.F_INTERVAL) != 0) {
      return false;
    }
    KeyIndex index = new KeyIndex(deleted);
    for (int i = 0; i < added.size(); i++) {
      if (index.find(added, i) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static ElementChanges exact(
      NftSet set, SetElements held, SetElements wanted, Renewed renewed) {
    if (held.size() == 0 || wanted.size() == 0) {
      return new ElementChanges(held, wanted);
    }
    boolean[] stays = new boolean[held.size()];
    boolean[] missing = new boolean[wanted.size()];
    KeyIndex index = new KeyIndex(held);
    Comparison comparison = new Comparison(set, held, wanted, renewed);
    for (int i = 0; i < missing.length; i++) {
      int found = index.find(wanted, i);
      if (found >= 0 && comparison.same(found, i)) {
        stays[found] = true;
      } else {
        missing[i] = true;
      }
    }
    return new ElementChanges(pick(held, stays, false), pick(wanted, missing, true));
  }

  /** Compares what elements of one key lead to. */
  private static final class Comparison {

    private final NftSet set;
    private final SetElements held;
    private final SetElements wanted;
    private final Renewed renewed;
    private final boolean[] palette;

    /** Whether each element has its counter written out, so that kinds tell all there is. */
    private final boolean counted;

    Comparison(NftSet set, SetElements held, SetElements wanted, Renewed renewed) {
      this.set = set;
      this.held = held;
      this.wanted = wanted;
      this.renewed = renewed;
      List<Verdict> verdicts =
          wanted instanceof ElementBlock block ? block.palette() : List.<Verdict>of();
      this.palette = new boolean[verdicts.size()];
      this.counted = wanted instanceof ElementBlock block && ElementCounts.areCounted(block);
      for (int i = 0; i < palette.length; i++) {
        palette[i] = renewed.concerns(verdicts.get(i));
      }
    }

    boolean same(int i, int j) {
      if (wanted instanceof ElementBlock block && (counted || set.expressions().isEmpty())) {
        int kind = block.kinds().isEmpty() ? -1 : block.verdictIndex(j);
        return (kind < 0 || !palette[kind])
            && (held instanceof ElementBlock was
                ? same(was, i, block, kind)
                : same(held.get(i), block, kind));
      }
      NftSetElem element = wanted.get(j);
      return !renewed.concerns(element) && Rulesets.sameElement(held.get(i), element, set);
    }

    private static boolean same(ElementBlock was, int i, ElementBlock block, int kind) {
      return kind < 0
          ? was.kinds().isEmpty()
          : !was.kinds().isEmpty()
              && was.kinds().get(was.verdictIndex(i)).equals(block.kinds().get(kind));
    }

    private static boolean same(NftSetElem was, ElementBlock block, int kind) {
      boolean plain =
          was.timeout() == 0 && was.unknown().equals(io.portcullis.netlink.UnknownAttributes.NONE);
      if (kind < 0) {
        return plain
            && was.data().isEmpty()
            && was.expressions().isEmpty()
            && was.userData().isEmpty();
      }
      ElementBlock.Kind wanted = block.kinds().get(kind);
      boolean counted =
          was.expressions().size() == 1 && was.expressions().get(0) instanceof Counter;
      return plain
          && was.data().isPresent()
          && was.data().get() instanceof ElementData.OfVerdict data
          && data.verdict().equals(wanted.verdict())
          && was.userData().equals(wanted.userData())
          && (wanted.counted() ? counted : was.expressions().isEmpty());
    }
  }

  private static SetElements pick(SetElements from, boolean[] marks, boolean mark) {
    int count = 0;
    for (boolean one : marks) {
      count += one == mark ? 1 : 0;
    }
    if (count == 0) {
      return SetElements.NONE;
    }
    if (count == marks.length) {
      return from;
    }
    return from instanceof ElementBlock block
        ? pickFrom(block, marks, mark)
        : new SetElements.Listed(listed(from, marks, mark, count));
  }

  private static List<NftSetElem> listed(
      SetElements from, boolean[] marks, boolean mark, int count) {
    List<NftSetElem> picked = new ArrayList<>(count);
    for (int i = 0; i < marks.length; i++) {
      if (marks[i] == mark) {
        picked.add(from.get(i));
      }
    }
    return picked;
  }

  private static ElementBlock pickFrom(ElementBlock block, boolean[] marks, boolean mark) {
    boolean verdicts = !block.kinds().isEmpty();
    ElementBlock.Builder picked =
        verdicts
            ? ElementBlock.ofKinds(block.keyLength(), block.kinds())
            : ElementBlock.ofKeys(block.keyLength());
    byte[] key = new byte[block.keyLength()];
    for (int i = 0; i < marks.length; i++) {
      if (marks[i] == mark) {
        block.copyKey(i, key, 0);
        picked.add(key, verdicts ? block.verdictIndex(i) : 0, block.packets(i), block.bytes(i));
      }
    }
    return picked.build();
  }
}
