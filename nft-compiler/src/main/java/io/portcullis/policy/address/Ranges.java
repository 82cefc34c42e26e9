package io.portcullis.policy.address;

import java.util.Arrays;

/** Sorting of ranges that are four longs each, in place of an object each. */
final class Ranges {

  private static final int SMALL = 24;

  private Ranges() {}

  /** Sorts the first {@code count} ranges by their first address, unsigned. */
  static void sort(long[] bounds, int count) {
    long[] scratch = new long[4 * count];
    mergeSort(bounds, scratch, 0, count);
  }

  private static void mergeSort(long[] bounds, long[] scratch, int from, int to) {
    if (to - from <= SMALL) {
      insertionSort(bounds, from, to);
      return;
    }
    int middle = (from + to) >>> 1;
    mergeSort(bounds, scratch, from, middle);
    mergeSort(bounds, scratch, middle, to);
    if (compare(bounds, middle - 1, bounds, middle) <= 0) {
      return;
    }
    System.arraycopy(bounds, 4 * from, scratch, 4 * from, 4 * (middle - from));
    int left = from;
    int right = middle;
    for (int at = from; left < middle; at++) {
      boolean takeRight = right < to && compare(bounds, right, scratch, left) < 0;
      if (takeRight) {
        System.arraycopy(bounds, 4 * right++, bounds, 4 * at, 4);
      } else {
        System.arraycopy(scratch, 4 * left++, bounds, 4 * at, 4);
      }
    }
  }

  private static void insertionSort(long[] bounds, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long[] moving = Arrays.copyOfRange(bounds, 4 * i, 4 * i + 4);
      int at = i;
      while (at > from && compare(moving, 0, bounds, at - 1) < 0) {
        System.arraycopy(bounds, 4 * (at - 1), bounds, 4 * at, 4);
        at--;
      }
      System.arraycopy(moving, 0, bounds, 4 * at, 4);
    }
  }

  private static int compare(long[] a, int i, long[] b, int j) {
    return Bits128.compare(a[4 * i], a[4 * i + 1], b[4 * j], b[4 * j + 1]);
  }
}
