package io.portcullis.compiler.transaction;

import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
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
    List<NftSetElem> carried = new ArrayList<>(now.size());
    for (int i = 0; i < now.size(); i++) {
      int found = index.find(now, i);
      NftSetElem element = now.get(i);
      carried.add(found < 0 ? element : carried(was.get(found), element));
    }
    return new SetElements.Listed(carried);
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
