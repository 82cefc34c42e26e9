package io.portcullis.compiler.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Payload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which changes one packet can meet. */
final class PacketPathsTest {

  private static final Expression SOURCE = new Payload(Register.R0, Payload.Base.NETWORK, 12, 4);
  private static final Expression DESTINATION =
      new Payload(Register.R0, Payload.Base.NETWORK, 16, 4);
  private static final String ROOT = "prerouting";

  private final Map<String, List<NftRule>> rules = new LinkedHashMap<>();
  private final Map<String, NftSet> sets = new LinkedHashMap<>();
  private final Map<String, SetElements> elements = new LinkedHashMap<>();
  private final Map<String, ElementChanges> changes = new LinkedHashMap<>();

  private void chain(String name, NftRule... of) {
    rules.put(name, List.of(of));
  }

  private static NftRule rule(String chain, Expression... expressions) {
    return NftRule.of(chain, expressions);
  }

  private static NftRule lookup(String chain, Expression load, String map) {
    return rule(chain, load, Lookup.verdict(map, Register.R0));
  }

  private static NftRule masked(String chain, String mask, String map) {
    return rule(
        chain,
        SOURCE,
        Bitwise.and(Register.R0, Bytes.ofHex(mask)),
        Lookup.verdict(map, Register.R0));
  }

  private static NftRule to(String chain, Verdict verdict) {
    return rule(chain, new Immediate.Verdict(verdict));
  }

  /** A map of which one key, in hexadecimal digits, is new. */
  private void map(String name, String newKey, Verdict... verdicts) {
    sets.put(name, NftSet.verdictMap(name, 0, 7, 4));
    List<NftSetElem> held =
        java.util.stream.IntStream.range(0, verdicts.length)
            .mapToObj(i -> NftSetElem.of(Bytes.ofU32(i), verdicts[i]))
            .toList();
    elements.put(name, new SetElements.Listed(held));
    if (!newKey.isEmpty()) {
      changes.put(
          name,
          new ElementChanges(
              SetElements.NONE,
              new SetElements.Listed(List.of(NftSetElem.of(Bytes.ofHex(newKey), Verdict.ACCEPT)))));
    }
  }

  private Ruleset ruleset() {
    Map<String, NftChain> chains = new LinkedHashMap<>();
    rules
        .keySet()
        .forEach(
            name ->
                chains.put(
                    name,
                    name.equals(ROOT)
                        ? NftChain.base(
                            name,
                            new BaseHook("filter", 0, -101, BaseHook.ChainPolicy.ACCEPT, List.of()),
                            UserData.NONE)
                        : NftChain.regular(name, UserData.NONE)));
    return new Ruleset(new NftTable(NfFamily.INET, "t"), chains, rules, sets, elements);
  }

  private boolean isWhole(String... changedChains) {
    return PacketPaths.meetOneChangeAtMost(ruleset(), ruleset(), changes, Set.of(changedChains));
  }

  @Test
  void oneChangedSetIsWhole() {
    map("a", "0a000001");
    chain(ROOT, lookup(ROOT, SOURCE, "a"));

    assertThat(isWhole()).isTrue();
  }

  @Test
  void twoChangedSetsOneAfterTheOtherAreNot() {
    map("a", "0a000001");
    map("b", "0a000001");
    chain(ROOT, lookup(ROOT, SOURCE, "a"), lookup(ROOT, DESTINATION, "b"));

    assertThat(isWhole()).isFalse();
  }

  @Test
  void twoSetsThatTellTheirPacketsApartByKeyAre() {
    map("a", "0a000000");
    map("b", "0b000100");
    chain(ROOT, masked(ROOT, "ff000000", "a"), masked(ROOT, "ffffff00", "b"));

    assertThat(isWhole()).isTrue();
  }

  @Test
  void butNotIfOneKeyHoldsTheOther() {
    map("a", "0a000000");
    map("b", "0a000100");
    chain(ROOT, masked(ROOT, "ff000000", "a"), masked(ROOT, "ffffff00", "b"));

    assertThat(isWhole()).isFalse();
  }

  @Test
  void aKeyThatALookupCannotFindIsNoChangeToIt() {
    map("a", "0a000001");
    map("b", "0a000001");
    chain(ROOT, masked(ROOT, "ffffff00", "a"), lookup(ROOT, DESTINATION, "b"));

    assertThat(isWhole()).isTrue();
  }

  @Test
  void chainsThatNoPacketMeetsBothMayBothChange() {
    map("ways", "", Verdict.goTo("x"), Verdict.goTo("y"));
    chain(ROOT, lookup(ROOT, SOURCE, "ways"));
    chain("x", to("x", Verdict.ACCEPT));
    chain("y", to("y", Verdict.DROP));

    assertThat(isWhole("x", "y")).isTrue();
  }

  @Test
  void aChainThatReturnsMeetsWhatComesAfterIt() {
    map("a", "0a000001");
    chain("x", to("x", Verdict.RETURN));
    chain(ROOT, to(ROOT, Verdict.jump("x")), lookup(ROOT, SOURCE, "a"));

    assertThat(isWhole("x")).isFalse();

    chain(ROOT, to(ROOT, Verdict.goTo("x")), lookup(ROOT, SOURCE, "a"));

    assertThat(isWhole("x")).isTrue();
  }

  @Test
  void aChangedChainMeetsWhatIsBehindIt() {
    map("a", "0a000001");
    chain(ROOT, to(ROOT, Verdict.goTo("x")));
    chain("x", lookup("x", SOURCE, "a"));

    assertThat(isWhole()).isTrue();
    assertThat(isWhole(ROOT)).isFalse();
    assertThat(isWhole("x")).isFalse();
  }

  @Test
  void aChangedChainThatAPacketEntersTwiceIsNotWhole() {
    chain("x", to("x", Verdict.RETURN));
    chain(ROOT, to(ROOT, Verdict.jump("x")), to(ROOT, Verdict.jump("x")));

    assertThat(isWhole()).isTrue();
    assertThat(isWhole("x")).isFalse();
  }

  @Test
  void aSetThatIsLookedUpTwiceWithOneKeyIsNotWhole() {
    map("a", "0a000001");
    chain(ROOT, lookup(ROOT, SOURCE, "a"), lookup(ROOT, SOURCE, "a"));

    // The same key, but perhaps once before the change and once after it.
    assertThat(isWhole()).isFalse();
  }

  @Test
  void aCircleOfBeforeAndAfterTogetherIsNotWhole() {
    chain(ROOT, to(ROOT, Verdict.jump("x")));
    chain("x", to("x", Verdict.jump("y")));
    chain("y", to("y", Verdict.RETURN));
    Ruleset held = ruleset();
    chain("x", to("x", Verdict.RETURN));
    chain("y", to("y", Verdict.jump("x")));
    chain(ROOT, to(ROOT, Verdict.jump("y")));

    assertThat(PacketPaths.meetOneChangeAtMost(held, ruleset(), Map.of(), Set.of("y"))).isFalse();
  }
}
