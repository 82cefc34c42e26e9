package io.portcullis.compiler.incremental;

import io.portcullis.netlink.Bytes;
import java.util.Arrays;

/** How often there is each of many keys of up to eight bytes: a table without an object per key. */
final class KeyCounts {

  private static final int LONGEST = 8;

  private long[] keys = new long[16];

  /** Of the key in the same place; below 0 where there has been none. */
  private int[] counts = new int[16];

  private int used;

  /** With no key yet. */
  KeyCounts() {
    Arrays.fill(counts, -1);
  }

  /** How often a key is there. */
  int of(Bytes key) {
    return Math.max(0, counts[slot(number(key))]);
  }

  /** Counts a key more often, or if {@code more} is below 0 less often. */
  void add(Bytes key, int more) {
    long number = number(key);
    int slot = slot(number);
    if (counts[slot] < 0) {
      if (2 * ++used > keys.length) {
        grow();
        slot = slot(number);
      }
      keys[slot] = number;
      counts[slot] = 0;
    }
    counts[slot] += more;
    if (counts[slot] < 0) {
      throw new IllegalStateException("a key went that was not there: " + key);
    }
  }

  /** Those that are not there any longer are left out. */
  private void grow() {
    long[] wasKeys = keys;
    int[] wasCounts = counts;
    keys = new long[2 * wasKeys.length];
    counts = new int[keys.length];
    Arrays.fill(counts, -1);
    used = 1;
    for (int i = 0; i < wasKeys.length; i++) {
      if (wasCounts[i] > 0) {
        int slot = slot(wasKeys[i]);
        keys[slot] = wasKeys[i];
        counts[slot] = wasCounts[i];
        used++;
      }
    }
  }

  private int slot(long number) {
    int slot = (int) ((number * 0x9e3779b97f4a7c15L) >>> 33) & (keys.length - 1);
    while (counts[slot] >= 0 && keys[slot] != number) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  private static long number(Bytes key) {
    if (key.length() > LONGEST) {
      throw new IllegalArgumentException("keys have up to eight bytes, not " + key.length());
    }
    long out = 0;
    for (int i = 0; i < key.length(); i++) {
      out = out << Byte.SIZE | key.u8(i);
    }
    return out;
  }
}
