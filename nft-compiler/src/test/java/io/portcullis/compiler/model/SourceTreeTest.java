package io.portcullis.compiler.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.Policies;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.MatchBox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A tree that is changed piecemeal comes to the table that is made as a whole. */
final class SourceTreeTest {

  private static final long SEED = Long.getLong("portcullis.seed", 20_261_129L);
  private static final int RUNS = 400;

  @Test
  void changesMakeTheTableOfBeforeThatOfAfter() {
    int changed = 0;
    for (int run = 0; run < RUNS; run++) {
      Random random = new Random(SEED + run);
      Family family = run % 2 == 0 ? Family.V4 : Family.V6;
      List<ClassRule> rules = rules(random, family);
      SourceTree tree = SourceTree.of(rules, family, 1 + random.nextInt(4));
      List<SourceTable.Entry> entries = new ArrayList<>(SourceTable.of(rules, family).entries());
      for (int change = 0; change < 5; change++) {
        int index = random.nextInt(rules.size());
        AddressSet some = addresses(random, family);
        AddressSet was = rules.get(index).box().source();
        AddressSet is = random.nextBoolean() ? was.union(some) : was.minus(some);
        List<ClassRule> others = new ArrayList<>(rules);
        others.set(index, rules.get(index).with(from(family, is)));

        SourceTree next = tree.with(others, some);
        SourceTree.Changes changes = next.since(tree);

        assertThat(entries).as("-Dportcullis.seed=%d", SEED + run).containsAll(changes.gone());
        entries.removeAll(changes.gone());
        assertThat(changes.come()).noneMatch(entries::contains);
        entries.addAll(changes.come());
        changed += changes.come().size() + changes.gone().size();
        same(entries, next.otherwise(), SourceTable.of(others, family), family);
        rules = others;
        tree = next;
      }
    }
    assertThat(changed).isGreaterThan(RUNS);
  }

  /** As few entries, which say the same of every source. */
  private static void same(
      List<SourceTable.Entry> entries, RuleOutcome otherwise, SourceTable whole, Family family) {
    assertThat(entries).hasSameSizeAs(whole.entries());
    for (int last = 0; last < 64; last++) {
      Address address = address(family, last);
      assertThat(of(entries, otherwise, address))
          .isEqualTo(of(whole.entries(), whole.otherwise(), address));
    }
  }

  private static RuleOutcome of(
      List<SourceTable.Entry> entries, RuleOutcome otherwise, Address address) {
    return entries.stream()
        .filter(entry -> entry.prefix().contains(address))
        .max(Comparator.comparingInt(entry -> entry.prefix().length()))
        .map(SourceTable.Entry::outcome)
        .orElse(otherwise);
  }

  private static List<ClassRule> rules(Random random, Family family) {
    List<ClassRule> rules = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      Action action = List.of(Action.ALLOW, Action.DENY, Action.LOG).get(random.nextInt(3));
      MatchBox box = from(family, addresses(random, family).union(addresses(random, family)));
      EffectiveRule rule = Policies.rule("t", "p", i, action, box);
      rules.add(new ClassRule(i, 0, rule, box));
    }
    return rules;
  }

  private static MatchBox from(Family family, AddressSet sources) {
    MatchBox any = Policies.any(family);
    return new MatchBox(
        family,
        any.protocols(),
        sources,
        any.destination(),
        any.sourcePorts(),
        any.destinationPorts(),
        any.icmp());
  }

  private static AddressSet addresses(Random random, Family family) {
    AddressSet.Builder out = AddressSet.builder(family);
    for (int i = 0; i <= random.nextInt(3); i++) {
      Address address = address(family, random.nextInt(64));
      out.add(Prefix.masking(address, family.bits() - random.nextInt(5)));
    }
    return out.build();
  }

  private static Address address(Family family, int last) {
    return family == Family.V4
        ? Address.v4(0x0a000000 | last)
        : Address.v6(0x20010db800000000L, last);
  }
}
