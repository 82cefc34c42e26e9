package io.portcullis.compiler.interpret;

import static io.portcullis.compiler.interpret.Hand.R0;
import static io.portcullis.compiler.interpret.Hand.destinationPort;
import static io.portcullis.compiler.interpret.Hand.drop;
import static io.portcullis.compiler.interpret.Hand.packet;
import static io.portcullis.compiler.interpret.Hand.port;
import static io.portcullis.compiler.interpret.Hand.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Meta;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lookups in each kind of set that the kernel has. */
final class SetsTest {

  private static final NftSet PORTS = NftSet.set("ports", 0, NftDataType.INET_SERVICE, 2);
  private static final NftSet RANGES =
      NftSet.set("ports", NftSet.F_INTERVAL, NftDataType.INET_SERVICE, 2);

  @Test
  void aHashHoldsItsKeys() {
    Hand in = inPorts(PORTS, listed(NftSetElem.of(port(80)), NftSetElem.of(port(90))), false);
    Hand notIn = inPorts(PORTS, listed(NftSetElem.of(port(80)), NftSetElem.of(port(90))), true);
    Hand none = inPorts(PORTS, SetElements.NONE, false);
    for (int p : new int[] {0, 79, 80, 85, 90, 65_535}) {
      assertThat(in.drops(tcp("10.0.0.1", p))).as("%d", p).isEqualTo(p == 80 || p == 90);
      assertThat(notIn.drops(tcp("10.0.0.1", p))).as("%d", p).isEqualTo(p != 80 && p != 90);
      assertThat(none.drops(tcp("10.0.0.1", p))).as("%d", p).isFalse();
    }
  }

  @Test
  void anIntervalEndsBeforeItsEnd() {
    Hand hand =
        inPorts(
            RANGES,
            listed(
                NftSetElem.intervalEnd(port(0)),
                NftSetElem.of(port(90)),
                NftSetElem.of(port(80)),
                NftSetElem.intervalEnd(port(95)),
                NftSetElem.intervalEnd(port(90)),
                NftSetElem.of(port(65_000))),
            false);

    assertThat(IntStream.range(0, 65_536).filter(p -> hand.drops(tcp("10.0.0.1", p))).toArray())
        .isEqualTo(
            IntStream.concat(IntStream.range(80, 95), IntStream.range(65_000, 65_536)).toArray());
  }

  @Test
  void aVerdictMapSaysWhereToGo() {
    ElementBlock block =
        ElementBlock.ofVerdicts(2, List.of(Verdict.DROP, Verdict.goTo("sub"), Verdict.CONTINUE))
            .add(port(1).toArray(), 0)
            .add(port(2).toArray(), 1)
            .add(port(3).toArray(), 2)
            .build();
    NftSet map = NftSet.verdictMap("m", 0, NftDataType.INET_SERVICE, 2);
    Hand hand =
        Hand.base()
            .set(map, block)
            .rule("base", destinationPort(), Lookup.verdict("m", R0))
            .rule("base", Hand.accept())
            .rule("sub", drop());

    assertThat(hand.run(tcp("10.0.0.1", 1)).dropped()).isTrue();
    assertThat(hand.run(tcp("10.0.0.1", 2)).path()).hasSize(2);
    assertThat(hand.run(tcp("10.0.0.1", 2)).dropped()).isTrue();
    assertThat(hand.run(tcp("10.0.0.1", 3)).path()).hasSize(2);
    assertThat(hand.run(tcp("10.0.0.1", 4)).path()).hasSize(1);
  }

  @Test
  void aConcatenationHasEachFieldInItsOwnWords() {
    NftSet map =
        NftSet.set("s", 0, NftDataType.concat(NftDataType.INET_PROTO, NftDataType.INET_SERVICE), 8);
    Hand hand =
        Hand.base()
            .set(map, listed(NftSetElem.of(Bytes.ofHex("0600000000500000"))))
            .rule(
                "base",
                new Meta(R0, Meta.L4PROTO),
                new io.portcullis.netlink.nftables.expr.Payload(
                    R0.plus(4), io.portcullis.netlink.nftables.expr.Payload.Base.TRANSPORT, 2, 2),
                Lookup.in("s", R0),
                drop());

    assertThat(hand.drops(packet(6, "10.0.0.1", 80))).isTrue();
    assertThat(hand.drops(packet(17, "10.0.0.1", 80))).isFalse();
    assertThat(hand.drops(packet(6, "10.0.0.1", 81))).isFalse();
  }

  @Test
  void ofConcatenatedRangesTheFirstThatHoldsCounts() {
    NftSet ranges =
        new NftSet(
            "m",
            NftSet.F_INTERVAL | NftSet.F_MAP | NftSet.F_CONCAT,
            NftDataType.concat(NftDataType.INET_PROTO, NftDataType.INET_SERVICE),
            8,
            NftSet.DATA_VERDICT,
            16,
            0,
            List.of(1, 2),
            0,
            0,
            0,
            0,
            List.of(),
            UserData.NONE,
            UnknownAttributes.NONE);
    Hand hand =
        Hand.base()
            .set(
                ranges,
                listed(
                    ranged("0600000000500000", "06000000005a0000", Verdict.ACCEPT),
                    ranged("0600000000000000", "11000000ffff0000", Verdict.DROP)))
            .rule(
                "base",
                new Meta(R0, Meta.L4PROTO),
                new io.portcullis.netlink.nftables.expr.Payload(
                    R0.plus(4), io.portcullis.netlink.nftables.expr.Payload.Base.TRANSPORT, 2, 2),
                Lookup.verdict("m", R0));

    assertThat(hand.drops(packet(6, "10.0.0.1", 79))).isTrue();
    assertThat(hand.drops(packet(6, "10.0.0.1", 80))).isFalse();
    assertThat(hand.drops(packet(6, "10.0.0.1", 90))).isFalse();
    assertThat(hand.drops(packet(6, "10.0.0.1", 91))).isTrue();
    assertThat(hand.drops(packet(17, "10.0.0.1", 85))).isTrue();
    assertThat(hand.drops(packet(18, "10.0.0.1", 85))).isFalse();
    assertThat(hand.drops(packet(5, "10.0.0.1", 85))).isFalse();
  }

  private static NftSetElem ranged(String from, String to, Verdict verdict) {
    return element(
        Bytes.ofHex(from), Optional.of(Bytes.ofHex(to)), 0, List.of(), Optional.of(verdict));
  }

  @Test
  void theCatchAllHoldsWhatNoOtherElementDoes() {
    NftSet map = NftSet.verdictMap("m", 0, NftDataType.INET_SERVICE, 2);
    NftSetElem all =
        element(
            Bytes.EMPTY,
            Optional.empty(),
            NftSetElem.F_CATCHALL,
            List.of(),
            Optional.of(Verdict.DROP));
    Hand hand =
        Hand.base()
            .set(map, listed(all, NftSetElem.of(port(80), Verdict.ACCEPT)))
            .rule("base", destinationPort(), Lookup.verdict("m", R0));

    assertThat(hand.drops(tcp("10.0.0.1", 80))).isFalse();
    assertThat(hand.drops(tcp("10.0.0.1", 81))).isTrue();
    NftSetElem plain =
        element(Bytes.EMPTY, Optional.empty(), NftSetElem.F_CATCHALL, List.of(), Optional.empty());
    Hand inverted = inPorts(PORTS, listed(plain), true);
    assertThatThrownBy(() -> new RulesetInterpreter(inverted.ruleset()))
        .isInstanceOf(UnsupportedExpressionException.class)
        .hasMessageContaining("kernels differ");
  }

  @Test
  void countersOfElementsCount() {
    NftSetElem counted =
        element(port(80), Optional.empty(), 0, List.of(new Counter(7, 9)), Optional.empty());
    Hand hand = inPorts(PORTS, listed(NftSetElem.of(port(79)), counted), false);

    assertThat(hand.run(tcp("10.0.0.1", 80)).counters())
        .containsExactly(new CounterHit.OfElement("ports", port(80)));
    assertThat(hand.run(tcp("10.0.0.1", 79)).counters()).isEmpty();
  }

  @Test
  void aMapGivesValues() {
    NftSet map =
        new NftSet(
            "m",
            NftSet.F_MAP,
            NftDataType.INET_SERVICE,
            2,
            NftDataType.MARK,
            4,
            0,
            List.of(),
            0,
            0,
            0,
            0,
            List.of(),
            UserData.NONE,
            UnknownAttributes.NONE);
    NftSetElem element =
        new NftSetElem(
            port(80),
            Optional.empty(),
            0,
            Optional.of(new ElementData.OfValue(Bytes.ofHex("01020304"))),
            0,
            List.of(),
            UserData.NONE,
            UnknownAttributes.NONE);
    Lookup toRegister =
        new Lookup("m", R0, Optional.of(new Lookup.MapData.ToRegister(R0.plus(4))), false);
    io.portcullis.netlink.nftables.expr.Cmp same =
        new io.portcullis.netlink.nftables.expr.Cmp(
            R0.plus(4), io.portcullis.netlink.nftables.expr.Cmp.Op.EQ, Bytes.ofHex("01020304"));
    Hand hand =
        Hand.base()
            .set(map, listed(element))
            .rule("base", destinationPort(), toRegister, same, drop());

    assertThat(hand.drops(tcp("10.0.0.1", 80))).isTrue();
    assertThat(hand.drops(tcp("10.0.0.1", 81))).isFalse();
  }

  private static Hand inPorts(NftSet set, SetElements elements, boolean inverted) {
    Lookup lookup = new Lookup("ports", R0, Optional.empty(), inverted);
    return Hand.base().set(set, elements).rule("base", destinationPort(), lookup, drop());
  }

  private static SetElements listed(NftSetElem... elements) {
    return new SetElements.Listed(List.of(elements));
  }

  private static NftSetElem element(
      Bytes key,
      Optional<Bytes> end,
      int flags,
      List<io.portcullis.netlink.nftables.expr.Expression> expressions,
      Optional<Verdict> verdict) {
    return new NftSetElem(
        key,
        end,
        flags,
        verdict.map(ElementData.OfVerdict::new),
        0,
        expressions,
        UserData.NONE,
        UnknownAttributes.NONE);
  }
}
