package io.portcullis.compiler.interpret;

import java.util.Arrays;

/**
 * Keys of one length side by side in ascending order, as numbers, while keys come and go. Most
 * often one key after the other is asked for, so that the next one is looked for around the last
 * one.
 */
final class KeyOrder {

  private final int length;

  /** Where keys begin. */
  private int[] places;

  private int count;

  /** How many keys were below the last one asked for. */
  private int cursor;

  /** Of some keys; most often they come in order. */
  KeyOrder(int length, byte[] keys, int count) {
    this.length = length;
    this.count = count;
    this.places = new int[count];
    boolean ascending = true;
    for (int i = 0; i < count; i++) {
      places[i] = i * length;
      ascending &= i == 0 || compare(keys, places[i - 1], keys, places[i]) < 0;
    }
    if (!ascending) {
      places =
          Arrays.stream(places)
              .boxed()
              .sorted((one, other) -> compare(keys, one, keys, other))
              .mapToInt(Integer::intValue)
              .toArray();
    }
  }

  private int compare(byte[] keys, int one, byte[] others, int other) {
    return Arrays.compareUnsigned(keys, one, one + length, others, other, other + length);
  }

  /** Where the key begins that so many others are below. */
  int place(int below) {
    return places[below];
  }

  /** How many keys are below another one, which is {@code sought} from {@code at} on. */
  int seek(byte[] keys, byte[] sought, int at) {
    int here = Math.min(cursor, count);
    int from = here;
    int to = here;
    int step = 1;
    if (here < count && isBelow(here, keys, sought, at)) {
      for (from++; step < count - here && isBelow(here + step, keys, sought, at); step *= 2) {
        from = here + step + 1;
      }
      to = Math.min(count, here + step);
    } else {
      for (; step <= here && !isBelow(here - step, keys, sought, at); step *= 2) {
        to = here - step;
      }
      from = Math.max(0, here - step + 1);
    }
    cursor = seek(keys, sought, at, from, to);
    return cursor;
  }

  /** The same if at least {@code from} keys are below and at most {@code to}. */
  private int seek(byte[] keys, byte[] sought, int at, int from, int to) {
    int least = from;
    int most = to;
    while (least < most) {
      int middle = (least + most) >>> 1;
      if (isBelow(middle, keys, sought, at)) {
        least = middle + 1;
      } else {
        most = middle;
      }
    }
    return least;
  }

  private boolean isBelow(int index, byte[] keys, byte[] sought, int at) {
    return compare(keys, places[index], sought, at) < 0;
  }

  /** A key was written at the end. */
  void add(byte[] keys) {
    int place = count * length;
    int below = seek(keys, keys, place, 0, count);
    if (count == places.length) {
      places = Arrays.copyOf(places, count + 1 + count / 8);
    }
    System.arraycopy(places, below, places, below + 1, count - below);
    places[below] = place;
    count++;
  }

  /** A key is about to be taken away, and the last one to be written where it begins. */
  void remove(byte[] keys, int place) {
    int below = seek(keys, keys, place, 0, count);
    count--;
    System.arraycopy(places, below + 1, places, below, count - below);
    int last = count * length;
    if (place != last) {
      places[seek(keys, keys, last, 0, count)] = place;
    }
  }
}
