package io.portcullis.compiler.incremental;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementBlock;

/**
 * Where the elements of a block are, by key: an open-addressing table of indexes, kept up to date
 * when elements come, go and move.
 */
final class KeyTable {

  static final int NONE = -1;

  private int[] slots = new int[0];

  /** A table of all elements of a block, whose keys differ. */
  KeyTable(ElementBlock block) {
    rebuild(block);
  }

  private void rebuild(ElementBlock block) {
    slots = new int[Integer.highestOneBit(Math.max(8, block.size() * 2)) * 2];
    for (int i = 0; i < block.size(); i++) {
      add(block, i);
    }
  }

  /**
   * Goes on to another block.
   *
   * @param gone indexes in {@code before} of elements that are no longer there
   * @param come indexes in {@code after} of elements that were not there before
   */
  void update(ElementBlock before, int[] gone, ElementBlock after, int[] come) {
    if (2 * after.size() > slots.length) {
      rebuild(after);
      return;
    }
    for (int index : gone) {
      remove(before, index);
    }
    for (int index : come) {
      add(after, index);
    }
  }

  /** The element with a key; {@link #NONE} if there is none. */
  int find(ElementBlock block, Bytes key) {
    for (int slot = key.hashCode() & mask(); slots[slot] != 0; slot = slot + 1 & mask()) {
      if (block.keyIs(slots[slot] - 1, key)) {
        return slots[slot] - 1;
      }
    }
    return NONE;
  }

  private void add(ElementBlock block, int index) {
    int slot = block.keyHash(index) & mask();
    while (slots[slot] != 0) {
      slot = slot + 1 & mask();
    }
    slots[slot] = index + 1;
  }

  private void remove(ElementBlock block, int index) {
    int hole = slotOf(block, index);
    slots[hole] = 0;
    // Those behind it that would not be found past the hole move up.
    for (int slot = hole + 1 & mask(); slots[slot] != 0; slot = slot + 1 & mask()) {
      int home = block.keyHash(slots[slot] - 1) & mask();
      boolean reaches = (slot - home & mask()) >= (slot - hole & mask());
      if (reaches) {
        slots[hole] = slots[slot];
        slots[slot] = 0;
        hole = slot;
      }
    }
  }

  private int slotOf(ElementBlock block, int index) {
    int slot = block.keyHash(index) & mask();
    while (slots[slot] != index + 1) {
      if (slots[slot] == 0) {
        throw new IllegalStateException("element " + index + " of a map is not in its table");
      }
      slot = slot + 1 & mask();
    }
    return slot;
  }

  private int mask() {
    return slots.length - 1;
  }
}
