package io.portcullis.compiler.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The number of keys below another one, whichever was asked for before, as keys come and go. */
final class KeyOrderTest {

  private static final int LENGTH = 2;

  @Test
  void whatIsBelowIsFoundFromWhereverTheLastOneWas() {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      byte[] keys = new byte[LENGTH * 400];
      int count = random.nextInt(60);
      for (int i = 0; i < count; i++) {
        write(keys, i, absent(keys, i, random));
      }
      KeyOrder order = new KeyOrder(LENGTH, keys, count);
      for (int step = 0; step < 300; step++) {
        if (random.nextInt(8) == 0) {
          write(keys, count++, absent(keys, count, random));
          order.add(keys);
        } else if (count > 0 && random.nextInt(8) == 0) {
          int gone = random.nextInt(count);
          order.remove(keys, gone * LENGTH);
          write(keys, gone, number(keys, --count));
        }
        int sought = count > 0 && random.nextBoolean() ? near(keys, count, random) : any(random);
        byte[] at = {0, (byte) (sought >> 8), (byte) sought};
        int below = order.seek(keys, at, 1);
        int[] sorted = sorted(keys, count);
        assertThat(below)
            .as("seed %d, step %d: %d in %s", seed, step, sought, Arrays.toString(sorted))
            .isEqualTo(Arrays.stream(sorted).filter(key -> key < sought).count());
        if (below < count) {
          assertThat(number(keys, order.place(below) / LENGTH)).isEqualTo(sorted[below]);
        }
      }
    }
  }

  private static int[] sorted(byte[] keys, int count) {
    int[] out = new int[count];
    Arrays.setAll(out, i -> number(keys, i));
    Arrays.sort(out);
    return out;
  }

  private static int absent(byte[] keys, int count, Random random) {
    int key = any(random);
    while (Arrays.binarySearch(sorted(keys, count), key) >= 0) {
      key = any(random);
    }
    return key;
  }

  private static int near(byte[] keys, int count, Random random) {
    return (number(keys, random.nextInt(count)) + random.nextInt(3) - 1) & 0xffff;
  }

  private static int any(Random random) {
    return random.nextInt(1 << 16);
  }

  private static int number(byte[] keys, int at) {
    return (keys[LENGTH * at] & 0xff) << 8 | (keys[LENGTH * at + 1] & 0xff);
  }

  private static void write(byte[] keys, int at, int key) {
    keys[LENGTH * at] = (byte) (key >> 8);
    keys[LENGTH * at + 1] = (byte) key;
  }
}
