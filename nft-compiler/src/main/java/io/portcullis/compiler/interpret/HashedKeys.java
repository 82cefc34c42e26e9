package io.portcullis.compiler.interpret;

import java.util.Arrays;

/**
 * Exact keys in one open-addressed table over one array of bytes: {@code nft_set_hash.c} and {@code
 * nft_set_bitmap.c}, which answer alike. Keys are numbered without gaps, and can come and go.
 */
final class HashedKeys implements PreparedSet {

  private final int length;
  private byte[] keys;
  private int count;
  private int[] slots;

  /** Places of keys in ascending order; of no meaning until somebody asks for neighbours. */
  private int[] sorted = new int[0];

  private boolean inOrder;

  /** Takes keys of {@code length} bytes side by side; the array is kept. */
  HashedKeys(int length, byte[] keys, int count) {
    this.length = length;
    this.keys = keys;
    this.count = count;
    this.slots = new int[0];
    hashAll();
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
    if (2 * count > slots.length) {
      hashAll();
    } else {
      enter(count - 1);
    }
    if (inOrder) {
      if (count > sorted.length) {
        sorted = Arrays.copyOf(sorted, count + count / 8);
      }
      int above = countBelow(key, 0, count - 1);
      System.arraycopy(sorted, above, sorted, above + 1, count - 1 - above);
      sorted[above] = (count - 1) * length;
    }
  }

  /** Takes the key with a number away; the one with the last number gets that number. */
  void remove(int number) {
    int last = count - 1;
    leave(number);
    if (inOrder) {
      int place = countBelow(keys, number * length, count);
      System.arraycopy(sorted, place + 1, sorted, place, last - place);
    }
    if (number != last) {
      int slot = home(last);
      while (slots[slot] != last) {
        slot = slot + 1 & mask();
      }
      slots[slot] = number;
      if (inOrder) {
        sorted[countBelow(keys, last * length, last)] = number * length;
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

  /** How many of the first places in order have keys below another one. */
  private int countBelow(byte[] key, int at, int places) {
    int from = 0;
    int to = places;
    while (from < to) {
      int middle = (from + to) >>> 1;
      int other = sorted[middle];
      if (Arrays.compareUnsigned(key, at, at + length, keys, other, other + length) > 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** A key that is there stays as it is; one that is not stays between its neighbours. */
  @Override
  public void narrow(KeyBounds kept, int at, int found) {
    if (found != NONE) {
      kept.keepEqual(at, length);
      return;
    }
    if (!inOrder) {
      sorted = sort();
      inOrder = true;
    }
    int above = countBelow(kept.registers(), at, count);
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
