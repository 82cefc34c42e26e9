package io.portcullis.netlink.nftables.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Opaque;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rules to bytes and back, without a kernel. */
final class RuleCodecTest {

  private static final NftRule RULE =
      NftRule.of(
              "c",
              new Meta(Register.R0, Meta.L4PROTO),
              new Cmp(Register.R0, Cmp.Op.EQ, Bytes.ofU8(6)),
              Counter.ZERO,
              new Opaque("future", Bytes.ofHex("0c000100000000000000000a")),
              new Immediate.Verdict(Verdict.goTo("d")))
          .withUserData(Comments.of("x"));

  @Test
  void aRuleIsWhatItWasEncodedFrom() {
    byte[] encoded = encode(RULE);

    assertThat(decode(encoded)).isEqualTo(RULE);
  }

  /** nft add rule inet t c meta l4proto: the first expression only. */
  @Test
  void aMetaExpressionHasTheBytesThatNftSends() {
    MessageWriter out = new MessageWriter(64);

    ExpressionCodec.encode(out, 1, new Meta(Register.R0, Meta.L4PROTO));

    // Attribute headers are in host order; this golden is little-endian's.
    org.junit.jupiter.api.Assumptions.assumeTrue(
        ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "skipped: big-endian machine");
    assertThat(Bytes.of(written(out)))
        .hasToString(
            "24000180"
                + "09000100"
                + "6d657461"
                + "00000000" // "meta"
                + "14000280"
                + "08000100"
                + "00000001"
                + "08000200"
                + "00000010");
  }

  @Test
  void anAttributeThatIsNotKnownMakesAnExpressionOpaqueToTheByte() {
    MessageWriter out = new MessageWriter(64);
    int nest = out.startNested(1);
    out.putString(ObjectAttributes.NFTA_EXPR_NAME, "meta");
    int data = out.startNested(ObjectAttributes.NFTA_EXPR_DATA);
    out.putU32be(ExpressionAttributes.NFTA_META_DREG, 1);
    out.putU32be(ExpressionAttributes.NFTA_META_KEY, 16);
    out.putU32be(31, 5);
    out.endNested(data);
    out.endNested(nest);
    byte[] raw = written(out);
    AttributeReader reader = reader(raw);
    assertThat(reader.next()).isTrue();

    var decoded = ExpressionCodec.decode(reader.nested());
    MessageWriter again = new MessageWriter(64);
    ExpressionCodec.encode(again, 1, decoded);

    assertThat(decoded).isInstanceOf(Opaque.class);
    assertThat(written(again)).isEqualTo(raw);
  }

  @Test
  void bytesThatAreDamagedAreMalformedOrAnotherRuleAndNothingElse() {
    byte[] good = encode(RULE);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int refused = 0;
    for (int run = 0; run < 50_000; run++) {
      byte[] bad = java.util.Arrays.copyOf(good, random.nextInt(good.length + 1));
      for (int i = random.nextInt(6); i > 0 && bad.length > 0; i--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        NftRule unused = decode(bad);
      } catch (MalformedMessageException e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", bytes " + Bytes.of(bad), e);
      }
    }
    assertThat(refused).as("seed %d", seed).isPositive();
  }

  private static byte[] encode(NftRule rule) {
    MessageWriter out = new MessageWriter(256);
    RuleCodec.encode(out, "t", rule);
    return written(out);
  }

  private static byte[] written(MessageWriter out) {
    byte[] raw = new byte[out.position()];
    out.buffer().get(0, raw);
    return raw;
  }

  private static NftRule decode(byte[] raw) {
    return RuleCodec.decode(reader(raw)).rule().rule();
  }

  private static AttributeReader reader(byte[] raw) {
    return new AttributeReader(ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder()), 0, raw.length);
  }
}
