package io.portcullis.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.function.Consumer;

/** Messages with wrong bytes in them, or cut short. */
public final class Mutations {

  private static final int EACH = 20_000;

  private Mutations() {}

  /** What is tested: reads [{@code from}, {@code to}). */
  @FunctionalInterface
  public interface Reading {

    /** Reads it. */
    Object read(ByteBuffer buffer, int from, int to);
  }

  /** What {@code body} writes after a header, by itself. */
  public static ByteBuffer written(Consumer<MessageWriter> body) {
    return ByteBuffer.wrap(raw(body)).order(ByteOrder.nativeOrder());
  }

  private static byte[] raw(Consumer<MessageWriter> body) {
    MessageWriter out = new MessageWriter(256);
    out.startMessage(0, 0, 0);
    body.accept(out);
    byte[] raw = new byte[out.position() - Align.NLMSG_HDRLEN];
    out.buffer().get(Align.NLMSG_HDRLEN, raw);
    return raw;
  }

  /**
   * Reads many variants of a message, of which some must be read and some refused.
   *
   * @throws AssertionError if anything but {@link MalformedMessageException} comes out
   */
  public static void onlyRefusals(Consumer<MessageWriter> body, Reading reading) {
    byte[] raw = raw(body);
    ByteBuffer good = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
    assertThat(reading.read(good, 0, good.capacity())).isNotNull();
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < EACH; i++) {
      ByteBuffer buffer = ByteBuffer.wrap(raw.clone()).order(ByteOrder.nativeOrder());
      for (int j = random.nextInt(3); j >= 0; j--) {
        buffer.put(random.nextInt(buffer.capacity()), (byte) random.nextInt());
      }
      int to = random.nextInt(4) == 0 ? random.nextInt(buffer.capacity()) : buffer.capacity();
      try {
        assertThat(reading.read(buffer, 0, to)).as("seed %s", seed).isNotNull();
      } catch (MalformedMessageException e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", variant " + i, e);
      }
    }
    assertThat(refused).as("refused of %s, seed %s", EACH, seed).isBetween(EACH / 10, EACH - 1);
  }
}
