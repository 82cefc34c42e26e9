package io.portcullis.compiler.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.policy.packet.Packet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A set that is asked before maps divides no region of packets that no map has. */
final class GatesTest {

  private static final String SET = "blocks";
  private static final String MAP = "sources";

  @Test
  void packetsThatNoMapHasAreOneRegionHoweverManyKeysTheSetHas() {
    Region region = region(hand("0a000000", "0a00", "0a02", "0a04", "0a06"), "10.1.0.0");

    assertThat(region.lastLow(Dimension.SOURCE)).isEqualTo(0xffffffffL);
  }

  @Test
  void packetsThatAMapHasAreARegionOfTheMap() {
    Hand hand = hand("0a000000", "0a00", "0a02");

    assertThat(region(hand, "10.0.0.0").lastLow(Dimension.SOURCE)).isEqualTo(0x0a0000ffL);
    assertThat(drops(hand, "10.0.0.7")).isTrue();
  }

  @Test
  void aPacketThatAMapHasButNotTheSetGoesWhereTheSetSays() {
    Hand hand = hand("0a000000", "0a01");

    assertThat(drops(hand, "10.0.0.7")).isFalse();
    assertThat(hand.drops(Hand.tcp("10.0.0.7", 80))).isFalse();
  }

  @Test
  void aRuleThatDoesMoreIsAskedInItsTurn() {
    Hand counting = Hand.base();
    counting.rule("base", gate(new Counter(0, 0)));
    fill(counting, "0a000000", "0a00", "0a02");

    assertThat(region(counting, "10.1.0.0").lastLow(Dimension.SOURCE)).isEqualTo(0x0a01ffffL);
  }

  @Test
  void anotherWayBehindTheMapsIsAnotherWay() {
    Hand hand = Hand.base();
    hand.rule("base", gate());
    hand.rule("base", lookup());
    hand.rule("base", Hand.drop());
    sets(hand, "0a000000", "0a00", "0a02");

    assertThat(drops(hand, "10.0.1.1")).isTrue();
    assertThat(drops(hand, "10.1.0.0")).isFalse();
    assertThat(region(hand, "10.1.0.0").lastLow(Dimension.SOURCE)).isEqualTo(0x0a01ffffL);
  }

  @Test
  void whatBecomesOfPacketsIsWhatBecomesOfThemOneByOne() {
    Random random = new Random(20_261_129L);
    for (int run = 0; run < 200; run++) {
      String[] keys = new String[random.nextInt(4)];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = "0a%02x".formatted(random.nextInt(4));
      }
      Hand hand = hand("0a%02x0%d00".formatted(random.nextInt(4), random.nextInt(2)), keys);
      for (int i = 0; i < 20; i++) {
        String from =
            "10.%d.%d.%d".formatted(random.nextInt(4), random.nextInt(2), random.nextInt(3));
        assertThat(drops(hand, from)).as(from).isEqualTo(hand.drops(Hand.tcp(from, 80)));
      }
    }
  }

  /** Drops a /24; everything else goes to a chain that accepts, at once if no key begins so. */
  private static Hand hand(String dropped, String... keys) {
    Hand hand = Hand.base();
    hand.rule("base", gate());
    return fill(hand, dropped, keys);
  }

  private static Hand fill(Hand hand, String dropped, String... keys) {
    hand.rule("base", lookup());
    hand.rule("base", Hand.verdict(Verdict.goTo("rest")));
    return sets(hand, dropped, keys);
  }

  private static Hand sets(Hand hand, String dropped, String... keys) {
    hand.rule("rest", Hand.accept());
    ElementBlock.Builder blocks = ElementBlock.ofKeys(2);
    List.of(keys).stream().distinct().forEach(key -> blocks.add(Bytes.ofHex(key).toArray()));
    hand.set(NftSet.set(SET, 0, NftDataType.INTEGER, 2), blocks.build());
    ElementBlock.Builder map = ElementBlock.ofVerdicts(4, List.of(Verdict.DROP));
    map.add(Bytes.ofHex(dropped).toArray(), 0);
    return hand.set(NftSet.verdictMap(MAP, 0, NftDataType.IPV4_ADDR, 4), map.build());
  }

  private static Expression[] gate(Expression... more) {
    List<Expression> out =
        new java.util.ArrayList<>(
            List.of(new Payload(Hand.R0, Payload.Base.NETWORK, 12, 2), Lookup.notIn(SET, Hand.R0)));
    out.addAll(List.of(more));
    out.add(Hand.verdict(Verdict.goTo("rest")));
    return out.toArray(Expression[]::new);
  }

  private static Expression[] lookup() {
    return new Expression[] {
      Hand.source(), Bitwise.and(Hand.R0, Bytes.ofHex("ffffff00")), Lookup.verdict(MAP, Hand.R0)
    };
  }

  private static Region region(Hand hand, String from) {
    Packet packet = Hand.tcp(from, 80);
    Region region = RegionTest.everythingFrom(packet);
    boolean unused = new RulesetInterpreter(hand.ruleset()).run(packet, new Trace(), region);
    return region;
  }

  private static boolean drops(Hand hand, String from) {
    Packet packet = Hand.tcp(from, 80);
    return new RulesetInterpreter(hand.ruleset())
        .run(packet, new Trace(), RegionTest.everythingFrom(packet));
  }
}
