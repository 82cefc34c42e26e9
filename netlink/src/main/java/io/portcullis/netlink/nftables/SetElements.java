package io.portcullis.netlink.nftables;

import java.util.List;

/**
 * The elements of one set, in no order that matters.
 *
 * <p>{@link Listed} holds one record per element, for what is small or was decoded; {@link
 * ElementBlock} packs elements of one shape into arrays, for what is large.
 */
public sealed interface SetElements permits SetElements.Listed, ElementBlock {

  /** No elements. */
  SetElements NONE = new Listed(List.of());

  /** How many. */
  int size();

  /** The element at {@code index}; a packed block makes a record for it. */
  NftSetElem get(int index);

  /** Elements as records. */
  record Listed(List<NftSetElem> elements) implements SetElements {

    public Listed {
      elements = List.copyOf(elements);
    }

    @Override
    public int size() {
      return elements.size();
    }

    @Override
    public NftSetElem get(int index) {
      return elements.get(index);
    }
  }
}
