package io.portcullis.compiler.transaction;

import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;

/**
 * Finds elements by key: an open-addressing table of indexes, without an object per element, so
 * that comparing many unchanged elements costs one probe each.
 */
final class KeyIndex {

  private final SetElements of;
  private final int[] slots;
  private final int mask;

  /** An index of all elements, whose keys must differ. */
  KeyIndex(SetElements of) {
    this.of = of;
    int capacity = Integer.highestOneBit(Math.max(8, of.size() * 2 - 1)) * 2;
    this.slots = new int[capacity];
    this.mask = capacity - 1;
    for (int i = 0; i < of.size(); i++) {
      int slot = hash(of, i) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = i + 1;
    }
  }

  /** The element with the key of element {@code index} of {@code other}, or -1. */
  int find(SetElements other, int index) {
    int slot = hash(other, index) & mask;
    while (slots[slot] != 0) {
      if (sameKey(of, slots[slot] - 1, other, index)) {
        return slots[slot] - 1;
      }
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  private static int hash(SetElements elements, int index) {
    return elements instanceof ElementBlock block
        ? block.keyHash(index)
        : elements.get(index).key().hashCode();
  }

  /** Whether what finds them in the kernel is equal: key, end of the key's range, and flags. */
  private static boolean sameKey(SetElements one, int i, SetElements other, int j) {
    if (one instanceof ElementBlock block) {
      return other instanceof ElementBlock more
          ? block.keyIs(i, more, j)
          : sameKey(block, i, other.get(j));
    }
    NftSetElem element = one.get(i);
    if (other instanceof ElementBlock block) {
      return sameKey(block, j, element);
    }
    NftSetElem more = other.get(j);
    return element.key().equals(more.key())
        && element.keyEnd().equals(more.keyEnd())
        && element.flags() == more.flags();
  }

  private static boolean sameKey(ElementBlock block, int index, NftSetElem element) {
    return element.flags() == 0 && element.keyEnd().isEmpty() && block.keyIs(index, element.key());
  }
}
