package io.portcullis.compiler.interpret;

import java.util.Arrays;
import java.util.Optional;

/**
 * Exact keys in one array of bytes: {@code nft_set_hash.c} and {@code nft_set_bitmap.c}, which
 * answer alike. Keys are numbered without gaps, and can come and go.
 *
 * <p>Who goes over packets asks for neighbours, most often for one key after the other in ascending
 * order; these are found by order, from where the last one was. Who asks for any key has it found
 * by hash, in one open-addressed table. Both are made when they are asked for.
 */
final class HashedKeys implements PreparedSet {

  private final int length;
  private byte[] keys;
  private int count;

  /** Numbers of keys by hash; none until somebody asks for any key. */
  private int[] slots = new int[0];

  /** Empty until somebody asks for neighbours. */
  private Optional<KeyOrder> order = Optional.empty();

  /** Takes keys of {@code length} bytes side by side; the array is kept. */
  HashedKeys(int length, byte[] keys, int count) {
    this.length = length;
    this.keys = keys;
    this.count = count;
  }

  private boolean isHashed() {
    return slots.length > 0;
  }

  private void hashAll() {
    slots = new int[Integer.highestOneBit(Math.max(4, count * 2)) * 2];
    Arrays.fill(slots, NONE);
    for (int i = 0; i < count; i++) {
      enter(i);
    }
  }

  private void enter(int key) {
    int slot = home(key);
    while (slots[slot] != NONE) {
      slot = slot + 1 & mask();
    }
    slots[slot] = key;
  }

  private int home(int key) {
    return hash(keys, key * length, length) & mask();
  }

  private int mask() {
    return slots.length - 1;
  }

  /** How many keys there are. */
  int count() {
    return count;
  }

  /** The key with a number; a copy. */
  byte[] key(int number) {
    return Arrays.copyOfRange(keys, number * length, (number + 1) * length);
  }

  @Override
  public int find(byte[] registers, int at) {
    if (!isHashed()) {
      hashAll();
    }
    int slot = hash(registers, at, length) & mask();
    while (slots[slot] != NONE) {
      int from = slots[slot] * length;
      if (Arrays.equals(keys, from, from + length, registers, at, at + length)) {
        return slots[slot];
      }
      slot = slot + 1 & mask();
    }
    return NONE;
  }

  /** Adds a key that is not there, under the next number. */
  void add(byte[] key) {
    if ((count + 1) * length > keys.length) {
      keys = Arrays.copyOf(keys, (count + 1 + count / 8) * length);
    }
    System.arraycopy(key, 0, keys, count * length, length);
    count++;
    if (isHashed() && 2 * count > slots.length) {
      hashAll();
    } else if (isHashed()) {
      enter(count - 1);
    }
    order.ifPresent(sorted -> sorted.add(keys));
  }

  /** Takes the key with a number away; the one with the last number gets that number. */
  void remove(int number) {
    int last = count - 1;
    if (isHashed()) {
      leave(number);
    }
    order.ifPresent(sorted -> sorted.remove(keys, number * length));
    if (number != last) {
      if (isHashed()) {
        int slot = home(last);
        while (slots[slot] != last) {
          slot = slot + 1 & mask();
        }
        slots[slot] = number;
      }
      System.arraycopy(keys, last * length, keys, number * length, length);
    }
    count = last;
  }

  private void leave(int key) {
    int hole = home(key);
    while (slots[hole] != key) {
      hole = hole + 1 & mask();
    }
    slots[hole] = NONE;
    // Those behind it that would not be found past the hole move up.
    for (int slot = hole + 1 & mask(); slots[slot] != NONE; slot = slot + 1 & mask()) {
      if ((slot - home(slots[slot]) & mask()) >= (slot - hole & mask())) {
        slots[hole] = slots[slot];
        slots[slot] = NONE;
        hole = slot;
      }
    }
  }

  /** A key that is there stays as it is; one that is not stays between its neighbours. */
  @Override
  public int findKept(KeyBounds kept, int at) {
    if (order.isEmpty()) {
      order = Optional.of(new KeyOrder(length, keys, count));
    }
    KeyOrder sorted = order.get();
    byte[] sought = kept.registers();
    int below = sorted.seek(keys, sought, at);
    if (below < count) {
      int next = sorted.place(below);
      if (Arrays.equals(keys, next, next + length, sought, at, at + length)) {
        kept.keepEqual(at, length);
        return next / length;
      }
      kept.keepBelow(at, length, keys, next);
    }
    if (below > 0) {
      kept.keepAtLeast(at, length, keys, sorted.place(below - 1));
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
