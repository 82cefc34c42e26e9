package io.portcullis.compiler.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.Policies;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Bits128;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Longest-prefix-match tables: right for every address, and as small as can be. */
final class FewestPrefixesTest {

  private static final int FREE_BITS = 4;

  @Test
  void aHoleInALargePrefixTakesTwoEntries() {
    SourceTable table =
        table(
            Policies.rule(
                "t", "p", 0, Action.DENY, Policies.from(Policies.any(Family.V4), "10.1.2.3/32")),
            Policies.rule(
                "t", "p", 1, Action.ALLOW, Policies.from(Policies.any(Family.V4), "10.0.0.0/8")));

    assertThat(table.entries())
        .extracting(entry -> entry.prefix() + " " + entry.outcome().reason())
        .containsExactly("10.0.0.0/8 ALLOW", "10.1.2.3/32 DENY");
    assertThat(table.otherwise().reason()).isEqualTo(Decision.Reason.NO_MATCH);
  }

  @Test
  void nestedPrefixesThatTakeTurnsTakeOneEntryEach() {
    List<EffectiveRule> rules = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      Action action = i % 2 == 0 ? Action.DENY : Action.ALLOW;
      rules.add(
          Policies.rule(
              "t",
              "p",
              i,
              action,
              Policies.from(Policies.any(Family.V6), "2001:db8::/" + (56 - i))));
    }

    assertThat(table(Family.V6, rules).entries()).hasSize(25);
  }

  @Test
  void noTableIsSmallerAndEveryAddressFindsItsOutcome() {
    for (long seed = 1; seed <= 400; seed++) {
      Random random = new Random(seed);
      Stretches stretches = new Stretches();
      int[] wanted = new int[1 << FREE_BITS];
      for (int i = 0; i < wanted.length; i++) {
        wanted[i] = random.nextInt(3);
        stretches.append(0, (long) i << (32 - FREE_BITS), wanted[i]);
      }

      SourceTable table = FewestPrefixes.of(Family.V4, stretches, outcomes());

      for (int i = 0; i < wanted.length; i++) {
        RuleOutcome found = find(table, Address.v4(i << (32 - FREE_BITS)));
        assertThat(found).as("seed %d, address %d", seed, i).isEqualTo(outcomes().get(wanted[i]));
      }
      assertThat(table.entries().size() + 1)
          .as("entries and default, seed %d", seed)
          .isEqualTo(fewest(wanted, 0, wanted.length, -1));
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void withoutNodesThatDecideNothingTheEntriesAreTheSame(Family family) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      TreeMap<Address, Integer> changes = new TreeMap<>();
      int outcomes = 2 + random.nextInt(3);
      for (int n = random.nextInt(12); n > 0; n--) {
        Prefix prefix = Prefix.masking(address(family, random), random.nextInt(family.bits() + 1));
        changes.put(prefix.address(), random.nextInt(outcomes));
        Address last = prefix.last();
        if (random.nextBoolean() && (last.low() != -1 || last.high() != -1)) {
          changes.put(
              new Address(
                  family,
                  family == Family.V4 ? 0 : Bits128.incrementHigh(last.high(), last.low()),
                  last.low() + 1),
              random.nextInt(outcomes));
        }
      }
      changes
          .keySet()
          .removeIf(a -> Bits128.isPast(family.bits(), a.high(), a.low()) && a.low() > 0);
      Stretches stretches = new Stretches();
      stretches.append(0, 0, random.nextInt(outcomes));
      changes.forEach((at, outcome) -> stretches.appendFrom(at.high(), at.low(), outcome));
      FewestPrefixes.Numbers expected = PlainPrefixes.numbers(family, stretches);

      assertThat(FewestPrefixes.numbers(family, stretches))
          .as("seed %d case %d: %s", seed, i, changes)
          .isEqualTo(expected);
    }
  }

  /** Few bits in which addresses differ, anywhere in them. */
  private static Address address(Family family, Random random) {
    long low = random.nextInt(8) | (long) random.nextInt(4) << 20 | (long) random.nextInt(4) << 30;
    return family == Family.V4
        ? Address.v4((int) low)
        : Address.v6((long) random.nextInt(4) << 62 | random.nextInt(2), low << 20);
  }

  /** The fewest entries for a part, if {@code inherited} (-1 for nothing) holds around it. */
  private static int fewest(int[] wanted, int from, int to, int inherited) {
    int best = inherited < 0 ? Integer.MAX_VALUE : halves(wanted, from, to, inherited);
    for (int own = 0; own < 3; own++) {
      best = Math.min(best, saturated(halves(wanted, from, to, own)));
    }
    return best;
  }

  private static int saturated(int entries) {
    return entries >= 1_000_000 ? entries : entries + 1;
  }

  private static int halves(int[] wanted, int from, int to, int inherited) {
    if (to - from == 1) {
      return wanted[from] == inherited ? 0 : 1_000_000;
    }
    int middle = (from + to) / 2;
    return fewest(wanted, from, middle, inherited) + fewest(wanted, middle, to, inherited);
  }

  private static List<RuleOutcome> outcomes() {
    List<RuleOutcome> out = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      out.add(
          new RuleOutcome(
              Decision.Reason.ALLOW,
              Optional.of(Policies.rule("t", "p", i, Action.ALLOW).id()),
              List.of()));
    }
    return out;
  }

  static RuleOutcome find(SourceTable table, Address source) {
    return table.entries().stream()
        .filter(entry -> entry.prefix().contains(source))
        .max(Comparator.comparingInt(entry -> entry.prefix().length()))
        .map(SourceTable.Entry::outcome)
        .orElse(table.otherwise());
  }

  private static SourceTable table(EffectiveRule... rules) {
    return table(Family.V4, List.of(rules));
  }

  private static SourceTable table(Family family, List<EffectiveRule> rules) {
    EffectivePolicy policy =
        Policies.policy(Policies.tier("t", rules.toArray(EffectiveRule[]::new)));
    return SourceTable.of(ServiceModel.of(policy, family).unknown(), family);
  }
}
