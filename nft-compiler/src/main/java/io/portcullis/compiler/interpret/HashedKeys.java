package io.portcullis.compiler.interpret;

import java.util.Arrays;

/**
 * Exact keys in one open-addressed table over one array of bytes: {@code nft_set_hash.c} and {@code
 * nft_set_bitmap.c}, which answer alike.
 */
final class HashedKeys implements PreparedSet {

  private final int length;
  private final byte[] keys;
  private final int[] slots;

  /** Takes keys of {@code length} bytes side by side; the array is kept. */
  HashedKeys(int length, byte[] keys, int count) {
    this.length = length;
    this.keys = keys;
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

  static int hash(byte[] bytes, int at, int length) {
    int hash = 0x811c9dc5;
    for (int i = at; i < at + length; i++) {
      hash = (hash ^ bytes[i]) * 0x01000193;
    }
    return hash ^ hash >>> 15;
  }
}
