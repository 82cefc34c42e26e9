package io.portcullis.compiler.interpret;

import static io.portcullis.compiler.interpret.Hand.R0;
import static io.portcullis.compiler.interpret.Hand.address;
import static io.portcullis.compiler.interpret.Hand.destinationPort;
import static io.portcullis.compiler.interpret.Hand.drop;
import static io.portcullis.compiler.interpret.Hand.is;
import static io.portcullis.compiler.interpret.Hand.packet;
import static io.portcullis.compiler.interpret.Hand.port;
import static io.portcullis.compiler.interpret.Hand.source;
import static io.portcullis.compiler.interpret.Hand.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Ct;
import io.portcullis.netlink.nftables.expr.Fib;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.netlink.nftables.expr.Range;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import org.junit.jupiter.api.Test;

/** Loads, and what is done with registers. */
final class ComparisonsTest {

  @Test
  void comparisonsAreThoseOfMemcmp() {
    boolean[][] holds = {
      // below, equal, above
      {false, true, false}, // EQ
      {true, false, true}, // NEQ
      {true, false, false}, // LT
      {true, true, false}, // LTE
      {false, false, true}, // GT
      {false, true, true}, // GTE
    };
    for (Cmp.Op op : Cmp.Op.values()) {
      Hand hand =
          Hand.base().rule("base", destinationPort(), new Cmp(R0, op, port(0x8000)), drop());
      for (int i = 0; i < 3; i++) {
        assertThat(hand.drops(tcp("10.0.0.1", 0x7fff + i)))
            .as("%s, case %d", op, i)
            .isEqualTo(holds[op.value()][i]);
      }
    }
  }

  @Test
  void aRangeHasBothItsBounds() {
    Hand in =
        Hand.base()
            .rule("base", destinationPort(), new Range(R0, false, port(80), port(90)), drop());
    Hand out =
        Hand.base()
            .rule("base", destinationPort(), new Range(R0, true, port(80), port(90)), drop());
    int[] ports = {79, 80, 85, 90, 91};
    for (int p : ports) {
      assertThat(in.drops(tcp("10.0.0.1", p))).as("%d", p).isEqualTo(p >= 80 && p <= 90);
      assertThat(out.drops(tcp("10.0.0.1", p))).as("%d", p).isEqualTo(p < 80 || p > 90);
    }
  }

  @Test
  void bitwiseMasksAndFlips() {
    Hand masked =
        Hand.base()
            .rule(
                "base",
                source(),
                Bitwise.and(R0, address("255.255.255.0")),
                is(address("10.1.2.0")),
                drop());
    Bytes all = address("255.255.255.255");
    Hand flipped =
        Hand.base()
            .rule(
                "base", source(), new Bitwise(R0, R0, all, all), is(address("245.1.2.3")), drop());

    assertThat(masked.drops(tcp("10.1.2.255", 1))).isTrue();
    assertThat(masked.drops(tcp("10.1.3.0", 1))).isFalse();
    assertThat(flipped.drops(tcp("10.254.253.252", 1))).isTrue();
    assertThat(flipped.drops(tcp("10.254.253.251", 1))).isFalse();
  }

  @Test
  void whatIsStoredClearsTheRestOfItsWord() {
    Hand hand =
        Hand.base()
            .rule(
                "base",
                new Immediate.Value(R0, Bytes.ofHex("ffffffff")),
                destinationPort(),
                is(Bytes.ofHex("00500000")),
                drop());

    assertThat(hand.drops(tcp("10.0.0.1", 80))).isTrue();
  }

  @Test
  void aProtocolThatCannotBeToldBreaksTheLoadOfItAndOfItsHeader() {
    Hand protocol = Hand.base().rule("base", new Meta(R0, Meta.L4PROTO), drop());
    Hand header = Hand.base().rule("base", destinationPort(), drop());

    assertThat(protocol.drops(packet(0, "10.0.0.1", 0))).isTrue();
    assertThat(protocol.drops(packet(-1, "10.0.0.1", 0))).isFalse();
    assertThat(header.drops(packet(47, "10.0.0.1", 0))).isTrue();
    assertThat(header.drops(packet(-1, "10.0.0.1", 0))).isFalse();
  }

  @Test
  void headersLieWhereTheFamilyHasThem() {
    Payload six = new Payload(R0, Payload.Base.NETWORK, 24, 16);
    Hand hand =
        Hand.base()
            .rule(
                "base",
                new Meta(R0, Meta.NFPROTO),
                is(Bytes.ofU8(10)),
                six,
                is(address("2001:db8::1")),
                drop())
            .rule(
                "base",
                new Meta(R0, Meta.NFPROTO),
                is(Bytes.ofU8(2)),
                source(),
                is(address("10.0.0.1")),
                drop());

    assertThat(hand.drops(tcp("10.0.0.1", 80))).isTrue();
    assertThat(hand.drops(tcp("10.0.0.2", 80))).isFalse();
    assertThat(hand.drops(v6("2001:db8::1", ConntrackState.NEW, false))).isTrue();
    assertThat(hand.drops(v6("2001:db8::2", ConntrackState.NEW, false))).isFalse();
    Hand unchecked = Hand.base().rule("base", six, drop());
    assertThatThrownBy(() -> unchecked.drops(tcp("10.0.0.1", 80)))
        .isInstanceOf(UnsupportedExpressionException.class);
  }

  @Test
  void statesAreBitsAndLocalIsAnAddressType() {
    Hand state =
        Hand.base()
            .rule(
                "base",
                Ct.state(R0),
                Bitwise.and(R0, Bytes.ofHostU32(Ct.STATE_INVALID | Ct.STATE_UNTRACKED)),
                new Cmp(R0, Cmp.Op.NEQ, Bytes.zero(4)),
                drop());
    for (ConntrackState s : ConntrackState.values()) {
      assertThat(state.drops(v6("2001:db8::1", s, false)))
          .as("%s", s)
          .isEqualTo(s == ConntrackState.INVALID || s == ConntrackState.UNTRACKED);
    }
    Hand local =
        Hand.base()
            .rule("base", Fib.destinationType(R0), is(Bytes.ofHostU32(Fib.RTN_LOCAL)), drop());
    assertThat(local.drops(v6("2001:db8::1", ConntrackState.NEW, true))).isTrue();
    assertThat(local.drops(v6("2001:db8::1", ConntrackState.NEW, false))).isFalse();
    Hand unicast =
        Hand.base().rule("base", Fib.destinationType(R0), is(Bytes.ofHostU32(1)), drop());
    assertThatThrownBy(() -> new RulesetInterpreter(unicast.ruleset()))
        .isInstanceOf(UnsupportedExpressionException.class);
  }

  @Test
  void directionAndStatusAreOfTrackedPacketsOnly() {
    Hand original =
        Hand.base().rule("base", Ct.direction(R0), new Cmp(R0, Cmp.Op.EQ, Bytes.ofU8(0)), drop());
    Hand reply = Hand.base().rule("base", Ct.direction(R0), is(Bytes.ofU8(1)), drop());
    Hand expected = status(Ct.STATUS_EXPECTED);
    for (ConntrackState s : ConntrackState.values()) {
      boolean tracked = s != ConntrackState.INVALID && s != ConntrackState.UNTRACKED;
      Packet packet = v6("2001:db8::1", s, false);
      assertThat(original.drops(packet))
          .as("original %s", s)
          .isEqualTo(tracked && !s.name().contains("REPLY"));
      assertThat(reply.drops(packet)).as("reply %s", s).isEqualTo(s.name().contains("REPLY"));
      assertThat(expected.drops(packet))
          .as("expected %s", s)
          .isEqualTo(s.name().contains("EXPECTED"));
    }
    Hand confirmed = status(1 << 3);
    assertThatThrownBy(() -> new RulesetInterpreter(confirmed.ruleset()))
        .isInstanceOf(UnsupportedExpressionException.class)
        .hasMessageContaining("ct status");
  }

  private static Hand status(int mask) {
    return Hand.base()
        .rule(
            "base",
            Ct.status(R0),
            Bitwise.and(R0, Bytes.ofHostU32(mask)),
            new Cmp(R0, Cmp.Op.NEQ, Bytes.zero(4)),
            drop());
  }

  private static Packet v6(String to, ConntrackState state, boolean local) {
    Address from = Address.parse("2001:db8:9::1");
    return new Packet("eth0", 6, from, Address.parse(to), 40_000, 80, 0, 0, state, local);
  }
}
