package io.portcullis.netlink.nftables.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.Example;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Notrack;
import io.portcullis.netlink.nftables.expr.Opaque;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record of an expression to bytes and back, without a kernel. */
final class ExpressionCodecTest {

  private static final String ALL = "io.portcullis.netlink.nftables.Examples#all";

  @ParameterizedTest
  @MethodSource(ALL)
  void anExpressionIsWhatItWasEncodedFrom(Example example) {
    assertThat(decode(encode(example.shown()))).isEqualTo(example.shown());
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void anAttributeThatIsNotKnownKeepsAllOfItAsBytes(Example example) {
    if (example.shown() instanceof Notrack) {
      return;
    }
    MessageWriter out = new MessageWriter(256);
    ExpressionCodec.encode(out, 1, example.shown());
    AttributeReader fields = reader(written(out));
    assertThat(fields.next()).isTrue();
    Bytes data = data(fields.nested());

    MessageWriter longer = new MessageWriter(256);
    int nest = longer.startNested(1);
    longer.putString(ObjectAttributes.NFTA_EXPR_NAME, ExpressionCodec.name(example.shown()));
    int inner = longer.startNested(ObjectAttributes.NFTA_EXPR_DATA);
    longer.putEncoded(data.toArray());
    longer.putU32be(29, 5);
    longer.endNested(inner);
    longer.endNested(nest);
    byte[] raw = written(longer);

    Expression read = decode(raw);
    assertThat(read).isInstanceOf(Opaque.class);
    assertThat(encode(read)).isEqualTo(raw);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void anExpressionThatIsCutShortOrDamagedIsMalformedOrAnother(Example example) {
    byte[] good = encode(example.shown());
    for (int length = 0; length < good.length; length++) {
      read(Arrays.copyOf(good, length), "cut to " + length);
    }
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int run = 0; run < 500; run++) {
      byte[] bad = good.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      read(bad, "seed " + seed);
    }
  }

  /** What is read is written and read again as the same. */
  private static void read(byte[] bytes, String which) {
    try {
      Expression read = decode(bytes);
      Expression again = decode(encode(read));
      if (!(read instanceof Opaque)) {
        assertThat(again).as(which).isEqualTo(read);
      }
      // Of bytes that stay bytes, what the kernel would refuse is not sent.
      assertThat(decode(encode(again))).as(which).isEqualTo(again);
    } catch (MalformedMessageException e) {
      assertThat(e.getMessage()).isNotEmpty();
    } catch (RuntimeException e) {
      fail(which + ", bytes " + Bytes.of(bytes), e);
    }
  }

  private static Bytes data(AttributeReader expression) {
    while (expression.next()) {
      if (expression.type() == ObjectAttributes.NFTA_EXPR_DATA) {
        return expression.bytes();
      }
    }
    return Bytes.EMPTY;
  }

  private static byte[] encode(Expression expression) {
    MessageWriter out = new MessageWriter(256);
    ExpressionCodec.encode(out, 1, expression);
    return written(out);
  }

  private static byte[] written(MessageWriter out) {
    byte[] raw = new byte[out.position()];
    out.buffer().get(0, raw);
    return raw;
  }

  private static Expression decode(byte[] raw) {
    AttributeReader reader = reader(raw);
    if (!reader.next()) {
      throw new MalformedMessageException("no expression");
    }
    return ExpressionCodec.decode(reader.nested());
  }

  private static AttributeReader reader(byte[] raw) {
    return new AttributeReader(ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder()), 0, raw.length);
  }
}
