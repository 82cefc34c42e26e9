package io.portcullis.netlink.nftables.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.RuleCompat;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Match;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.netlink.nftables.expr.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@code NFTA_RULE_COMPAT} in a message is kept, and found again where the kernel leaves it out.
 */
final class CompatCodecTest {

  private static final Register R0 = Register.R0;
  private static final Register R4 = R0.plus(4);
  private static final Match MATCH = new Match("multiport", 1, Bytes.zero(48));
  private static final RuleCompat TCP = new RuleCompat(6, false);

  @Test
  void inAMessageItIsReadAndWrittenAgainToTheByte() {
    for (RuleCompat compat : List.of(TCP, new RuleCompat(255, true))) {
      NftRule rule = CompatCodec.with(NftRule.of("c", MATCH), compat);
      MessageWriter out = encoded(rule);

      NftRule read = decoded(out);

      assertThat(read).isEqualTo(rule);
      assertThat(CompatCodec.of(read)).contains(compat);
      assertThat(bytes(encoded(read))).isEqualTo(bytes(out));
      assertThat(CompatCodec.completed(read)).isSameAs(read);
    }
  }

  @Test
  void anotherTakesItsPlace() {
    NftRule rule = CompatCodec.with(NftRule.of("c", MATCH), new RuleCompat(17, true));

    assertThat(CompatCodec.of(CompatCodec.with(rule, TCP))).contains(TCP);
    assertThat(CompatCodec.with(rule, TCP).unknown().attributes()).hasSize(1);
  }

  @Test
  void itIsFoundInWhatIsComparedBeforeTheMatch() {
    Cmp tcp = new Cmp(R0, Cmp.Op.EQ, Bytes.ofU8(6));
    Cmp notTcp = new Cmp(R0, Cmp.Op.NEQ, Bytes.ofU8(6));
    Meta l4proto = new Meta(R0, Meta.L4PROTO);
    Payload ipv4 = new Payload(R0, Payload.Base.NETWORK, 9, 1);
    Payload ipv6 = new Payload(R0, Payload.Base.NETWORK, 6, 1);

    assertThat(found(NftRule.of("c", l4proto, tcp, MATCH))).containsExactly(TCP);
    assertThat(found(NftRule.of("c", ipv4, tcp, Counter.ZERO, MATCH))).containsExactly(TCP);
    assertThat(found(NftRule.of("c", ipv6, notTcp, new Target("LOG", 0, Bytes.zero(40)))))
        .containsExactly(new RuleCompat(6, true));
  }

  @Test
  void aRuleThatDoesNotCompareItOrHasNoMatchStaysAsItIs() {
    Cmp tcp = new Cmp(R0, Cmp.Op.EQ, Bytes.ofU8(6));
    Cmp elsewhere = new Cmp(R4, Cmp.Op.EQ, Bytes.ofU8(6));
    Meta l4proto = new Meta(R0, Meta.L4PROTO);

    assertThat(found(NftRule.of("c", l4proto, tcp))).isEmpty();
    assertThat(found(NftRule.of("c", MATCH, l4proto, tcp))).isEmpty();
    assertThat(found(NftRule.of("c", l4proto, elsewhere, MATCH))).isEmpty();
    assertThat(found(NftRule.of("c", new Meta(R0, Meta.NFPROTO), tcp, MATCH))).isEmpty();
    Cmp above = new Cmp(R0, Cmp.Op.GT, Bytes.ofU8(6));
    assertThat(found(NftRule.of("c", l4proto, above, MATCH))).isEmpty();
  }

  @Test
  void oneThatTheKernelWouldNotReadIsMalformed() {
    UnknownAttributes.Unknown strange =
        new UnknownAttributes.Unknown(
            ObjectAttributes.NFTA_RULE_COMPAT | AttributeReader.NLA_F_NESTED,
            Bytes.ofHex("0800010000000006"));
    NftRule rule =
        new NftRule("c", List.of(MATCH), UserData.NONE, new UnknownAttributes(List.of(strange)));

    assertThatThrownBy(() -> CompatCodec.of(rule)).isInstanceOf(MalformedMessageException.class);
    assertThat(decoded(encoded(rule))).isEqualTo(rule);
  }

  private static List<RuleCompat> found(NftRule rule) {
    return CompatCodec.of(CompatCodec.completed(rule)).stream().toList();
  }

  private static MessageWriter encoded(NftRule rule) {
    MessageWriter out = new MessageWriter(256);
    RuleCodec.encode(out, "t", rule);
    return out;
  }

  private static NftRule decoded(MessageWriter out) {
    return RuleCodec.decode(new AttributeReader(out.buffer(), 0, out.position())).rule().rule();
  }

  private static Bytes bytes(MessageWriter out) {
    byte[] raw = new byte[out.position()];
    out.buffer().get(0, raw);
    return Bytes.of(raw);
  }
}
