package io.portcullis.compiler.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.RuleWithHandle;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.TableDump;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which operations, without a kernel. */
final class DifferenceTest {

  @Test
  void whatIsNotThereIsCreated() {
    Ruleset wanted = RandomSets.ruleset(1);

    assertThat(Difference.between(Optional.empty(), wanted)).isEqualTo(Rulesets.creation(wanted));
  }

  @Test
  void whatMeansTheSameIsLeftAlone() {
    for (long seed = 1; seed <= 50; seed++) {
      Ruleset wanted = RandomSets.ruleset(seed);

      assertThat(Difference.between(held(Counting.started(wanted)), wanted))
          .as("seed %d", seed)
          .isEmpty();
    }
  }

  @Test
  void aPolicyThatMovedInItsFileCostsNothingButTheCommentsOfRules() {
    for (long seed = 3; seed <= 200; seed += 4) {
      RandomChange moved = RandomChange.of(seed);
      Ruleset before = PolicyCompiler.compile(Policies.node(moved.before())).ruleset();
      Ruleset after = PolicyCompiler.compile(Policies.node(moved.after())).ruleset();

      assertThat(Difference.between(held(before), after))
          .as("seed %d", seed)
          .allMatch(
              operation ->
                  operation instanceof NftOperation.FlushChain
                      || operation instanceof NftOperation.DeleteRule
                      || operation instanceof NftOperation.InsertRule
                      || operation instanceof NftOperation.AddRule);
    }
  }

  @Test
  void aRuleOnceInsertedIsDeletedByItsHandle() {
    Ruleset wanted = RandomSets.ruleset(8);
    String chain = "prerouting";
    List<NftRule> rules = new ArrayList<>(wanted.rulesOf(chain));
    assertThat(rules).hasSizeGreaterThan(1);
    rules.add(1, NftRule.of(chain));
    Optional<TableDump> held = held(withRules(wanted, chain, rules));
    long handle = held.orElseThrow().rulesOf(chain).get(1).handle();

    assertThat(Difference.between(held, wanted))
        .containsExactly(
            new NftOperation.DeleteRule(NfFamily.INET, KernelTable.NAME, chain, handle));
  }

  @Test
  void anElementThatLeadsElsewhereIsDeletedAndAddedWhateverHoldsIt() {
    Ruleset was = blocks(1000, -1);
    Ruleset wanted = blocks(1000, 500);

    for (Ruleset held : List.of(was, listed(was))) {
      for (Ruleset target : List.of(wanted, listed(wanted))) {
        List<NftOperation> operations = Difference.between(held(held), target);

        assertThat(operations).hasSize(2);
        assertThat(operations.get(0))
            .isInstanceOfSatisfying(
                NftOperation.DeleteElements.class,
                delete -> assertThat(keys(delete.elements())).containsExactly(Bytes.ofU32(500)));
        assertThat(operations.get(1))
            .isInstanceOfSatisfying(
                NftOperation.AddElements.class,
                add -> {
                  assertThat(add.elements().size()).isEqualTo(1);
                  assertThat(add.elements().get(0))
                      .isEqualTo(NftSetElem.of(Bytes.ofU32(500), Verdict.DROP));
                });
      }
    }
  }

  @Test
  void aPlainSetsElementIsNotOneOfAMap() {
    NftSetElem commented = NftSetElem.of(Bytes.ofU32(1)).withUserData(new UserData(Bytes.ofU8(1)));
    NftSet set = NftSet.set("s", 0, 0, 4);
    SetElements wanted = ElementBlock.ofKeys(4).add(new byte[] {0, 0, 0, 1}).build();

    ElementChanges changes =
        ElementChanges.between(
            set,
            new SetElements.Listed(List.of(commented)),
            wanted,
            new Renewed(java.util.Set.of(), java.util.Set.of()));

    assertThat(changes.deleted().size()).isEqualTo(1);
    assertThat(changes.added()).isEqualTo(wanted);
  }

  @Test
  void flagsOfATableThatCannotChangeAreReported() {
    Ruleset wanted = RandomSets.ruleset(1);
    NftTable owned =
        new NftTable(
            NfFamily.INET,
            KernelTable.NAME,
            NftTable.F_PERSIST,
            UserData.NONE,
            UnknownAttributes.NONE);
    Ruleset held =
        new Ruleset(owned, wanted.chains(), wanted.rules(), wanted.sets(), wanted.elements());

    assertThatThrownBy(() -> Difference.between(held(held), wanted))
        .isInstanceOfSatisfying(
            UnchangeableException.class, e -> assertThat(e.property()).isEqualTo("flags"))
        .hasMessageContaining("table inet portcullis: the flags is 0x4 and should be 0x0");
  }

  @Test
  void anotherTableIsNoDifferenceButAMistake() {
    Ruleset wanted = RandomSets.ruleset(1);
    Ruleset other =
        new Ruleset(
            new NftTable(NfFamily.IPV4, KernelTable.NAME), Map.of(), Map.of(), Map.of(), Map.of());

    assertThatThrownBy(() -> Difference.between(held(other), wanted))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("table ip portcullis and table inet portcullis");
  }

  private static List<Bytes> keys(SetElements elements) {
    List<Bytes> keys = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      keys.add(elements.get(i).key());
    }
    return keys;
  }

  private static Ruleset blocks(int count, int dropped) {
    ElementBlock.Builder block = ElementBlock.ofVerdicts(4, List.of(Verdict.ACCEPT, Verdict.DROP));
    for (int i = 0; i < count; i++) {
      block.add(Bytes.ofU32(i).toArray(), i == dropped ? 1 : 0);
    }
    return map(block.build());
  }

  private static Ruleset listed(Ruleset of) {
    SetElements elements = of.elementsOf("m");
    List<NftSetElem> list = new ArrayList<>();
    for (int i = elements.size() - 1; i >= 0; i--) {
      list.add(elements.get(i));
    }
    return map(new SetElements.Listed(list));
  }

  private static Ruleset map(SetElements elements) {
    return new Ruleset(
        new NftTable(NfFamily.INET, KernelTable.NAME),
        Map.of(),
        Map.of(),
        Map.of("m", NftSet.verdictMap("m", 0, 0, 4)),
        Map.of("m", elements));
  }

  private static Ruleset withRules(Ruleset of, String chain, List<NftRule> rules) {
    Map<String, List<NftRule>> changed = new LinkedHashMap<>(of.rules());
    changed.put(chain, rules);
    return new Ruleset(of.table(), of.chains(), changed, of.sets(), of.elements());
  }

  /** As a kernel would hold it. */
  private static Optional<TableDump> held(Ruleset ruleset) {
    long[] handle = {100};
    Map<String, List<RuleWithHandle>> rules = new LinkedHashMap<>();
    ruleset
        .rules()
        .forEach(
            (chain, list) ->
                rules.put(
                    chain,
                    list.stream().map(rule -> new RuleWithHandle(handle[0]++, rule)).toList()));
    return Optional.of(new TableDump(1, ruleset, rules));
  }
}
