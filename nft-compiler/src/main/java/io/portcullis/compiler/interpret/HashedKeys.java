package io.portcullis.compiler.interpret;

import java.util.Arrays;

/**
 * Exact keys in one open-addressed table over one array of bytes: {@code nft_set_hash.c} and {@code
 * nft_set_bitmap.c}, which answer alike.
 */
final class HashedKeys implements PreparedSet {

  private final int length;
  private final byte[] keys;
  private final int count;
  private final int[] slots;

  /** Places of keys in ascending order; empty until somebody asks for a key's neighbours. */
  private int[] sorted = new int[0];

  /** Takes keys of {@code length} bytes side by side; the array is kept. */
  HashedKeys(int length, byte[] keys, int count) {
    this.length = length;
    this.keys = keys;
    this.count = count;
    slots = new int[Integer.highestOneBit(Math.max(4, count * 2)) * 2];
    Arrays.fill(slots, NONE);
    for (int i = 0; i < count; i++) {
      int slot = hash(keys, i * length, length) & (slots.length - 1);
      while (slots[slot] != NONE) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = i;
    }
  }

  @Override
  public int find(byte[] registers, int at) {
    int slot = hash(registers, at, length) & (slots.length - 1);
    while (slots[slot] != NONE) {
      int from = slots[slot] * length;
      if (Arrays.equals(keys, from, from + length, registers, at, at + length)) {
        return slots[slot];
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return NONE;
  }

  /** A key that is there stays as it is; one that is not stays between its neighbours. */
  @Override
  public void narrow(KeyBounds kept, int at, int found) {
    if (found != NONE) {
      kept.keepEqual(at, length);
      return;
    }
    if (sorted.length != count) {
      sorted = sort();
    }
    int above = kept.countBelow(at, length, keys, sorted);
    if (above < count) {
      kept.keepBelow(at, length, keys, sorted[above]);
    }
    if (above > 0) {
      kept.keepAtLeast(at, length, keys, sorted[above - 1]);
    }
  }

  private int[] sort() {
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i * length);
    Arrays.sort(order, (a, b) -> Arrays.compareUnsigned(keys, a, a + length, keys, b, b + length));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  static int hash(byte[] bytes, int at, int length) {
    int hash = 0x811c9dc5;
    for (int i = at; i < at + length; i++) {
      hash = (hash ^ bytes[i]) * 0x01000193;
    }
    return hash ^ hash >>> 15;
  }
}
