package io.portcullis.compiler.transaction;

import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.expr.Counter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts of elements, when a set gives way to another version of itself. */
final class ElementCounts {

  private ElementCounts() {}

  /**
   * The elements {@code now}, each with the counts of the one {@code was} that has the same key and
   * leads to the same chain, whichever version that has.
   */
  static SetElements carried(SetElements was, SetElements now) {
    if (was.size() == 0) {
      return now;
    }
    KeyIndex index = new KeyIndex(was);
    if (now instanceof ElementBlock block && areCounted(block)) {
      return carried(was, index, block);
    }
    List<NftSetElem> carried = new ArrayList<>(now.size());
    for (int i = 0; i < now.size(); i++) {
      int found = index.find(now, i);
      NftSetElem element = now.get(i);
      carried.add(found < 0 ? element : carried(was.get(found), element));
    }
    return new SetElements.Listed(carried);
  }

  private static SetElements carried(SetElements was, KeyIndex index, ElementBlock now) {
    ElementBlock.Builder out = ElementBlock.ofKinds(now.keyLength(), now.kinds());
    byte[] key = new byte[now.keyLength()];
    for (int i = 0; i < now.size(); i++) {
      now.copyKey(i, key, 0);
      ElementBlock.Kind kind = now.kinds().get(now.verdictIndex(i));
      Counter counter = Counter.ZERO;
      int found = kind.counted() ? index.find(now, i) : -1;
      if (found >= 0) {
        NftSetElem element = was.get(found);
        boolean same =
            element.userData().equals(kind.userData())
                && logical(element.data())
                    .equals(logical(Optional.of(new ElementData.OfVerdict(kind.verdict()))));
        counter = same ? counter(element) : counter;
      }
      out.add(key, now.verdictIndex(i), counter.packets(), counter.bytes());
    }
    return out.build();
  }

  /** True if every element has its counter written out. */
  static boolean areCounted(ElementBlock block) {
    return !block.kinds().isEmpty() && block.kinds().stream().allMatch(ElementBlock.Kind::counted);
  }

  /** What an element has counted. */
  static Counter counter(NftSetElem element) {
    return element.expressions().size() == 1
            && element.expressions().get(0) instanceof Counter counter
        ? counter
        : Counter.ZERO;
  }

  private static NftSetElem carried(NftSetElem was, NftSetElem now) {
    if (was.expressions().isEmpty()
        || !now.expressions().isEmpty()
        || !logical(was.data()).equals(logical(now.data()))) {
      return now;
    }
    return new NftSetElem(
        now.key(),
        now.keyEnd(),
        now.flags(),
        now.data(),
        now.timeout(),
        was.expressions(),
        now.userData(),
        now.unknown());
  }

  private static Optional<ElementData> logical(Optional<ElementData> data) {
    return data.map(
        value ->
            value instanceof ElementData.OfVerdict verdict
                ? new ElementData.OfVerdict(Renaming.LOGICAL.of(verdict.verdict()))
                : value);
  }
}
