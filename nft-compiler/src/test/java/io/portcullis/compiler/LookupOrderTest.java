package io.portcullis.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.proof.Proof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Range;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whether sources are looked up before services or after them. */
final class LookupOrderTest {

  private static final String SERVICES = "endpoint-1-v4-services";
  private static final int FEW = 20;
  private static final int MANY = 200;

  @Test
  void servicesThatHaveAllLengthsAreLookedUpAfterTheirSources() {
    assertThat(compiled(policy(MANY, 16, 24, 32)).ruleset().chains()).containsKey(SERVICES);
  }

  @Test
  void servicesOfOneLengthEachAreLookedUpBeforeTheirSources() {
    List<EffectiveRule> rules = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      rules.add(allow(i, 8 + 4 * (i % 7)));
    }
    CompiledPolicy compiled = compiled(denyingTheRest(rules));

    assertThat(compiled.ruleset().chains()).doesNotContainKey(SERVICES);
  }

  @Test
  void fewServicesThatComeToTheSameAreNotLookedUpForSourcesThatAreNotKnown() {
    CompiledPolicy compiled = compiled(policy(FEW, 16, 24, 32));

    assertThat(waysToServices(compiled)).as("the gate, and without a port").isEqualTo(3);
    assertThat(elements(compiled)).as("of the policy's services").isZero();
  }

  @Test
  void fewServicesOfWhichOneComesToSomethingElseAreLookedUp() {
    List<EffectiveRule> rules = new ArrayList<>(policy(FEW, 16, 24, 32).tiers().get(0).rules());
    int port = 30_000 + FEW / 2;
    rules.add(
        rules.size() - 1,
        Policies.rule(
            "t", "all", 0, Action.ALLOW, Policies.tcp(Policies.any(Family.V4), port, port)));
    CompiledPolicy compiled = compiled(new EffectivePolicy(List.of(new EffectiveTier("t", rules))));

    assertThat(waysToServices(compiled)).isEqualTo(3);
    assertThat(elements(compiled)).isEqualTo(FEW);
  }

  @Test
  void manyServicesInARowThatComeToTheSameAreSettledByOneComparison() {
    CompiledPolicy compiled = compiled(denyingPorts(policy(MANY, 16, 24, 32), 30_000, 30_299));
    List<NftRule> rules = compiled.ruleset().rulesOf("prerouting");
    NftRule row = rules.get(rules.size() - 2);

    assertThat(row.expressions())
        .contains(new Range(Register.R0, false, Bytes.ofU16(30_000), Bytes.ofU16(30_299)));
    assertThat(elements(compiled)).as("kept for when one turns").isEqualTo(300);
    assertThat(withRow(compiled, 29_999, 30_299)).isInstanceOf(ProofResult.Refuted.class);
    assertThat(withRow(compiled, 30_000, 30_300)).isInstanceOf(ProofResult.Refuted.class);
    assertThat(withRow(compiled, 30_001, 30_299)).isInstanceOf(ProofResult.Proven.class);
  }

  /** What the proof says of another row in place of the one that stands before the last rule. */
  private static ProofResult withRow(CompiledPolicy compiled, int first, int last) {
    Ruleset was = compiled.ruleset();
    List<NftRule> rules = new ArrayList<>(was.rulesOf("prerouting"));
    NftRule row = rules.get(rules.size() - 2);
    List<Expression> expressions = new ArrayList<>(row.expressions());
    expressions.replaceAll(
        e ->
            e instanceof Range r
                ? new Range(r.sreg(), r.inverted(), Bytes.ofU16(first), Bytes.ofU16(last))
                : e);
    rules.set(
        rules.size() - 2, new NftRule(row.chain(), expressions, row.userData(), row.unknown()));
    Map<String, List<NftRule>> all = new LinkedHashMap<>(was.rules());
    all.put("prerouting", rules);
    return Proof.check(
        compiled,
        new Ruleset(was.table(), was.chains(), all, was.sets(), was.elements(), was.objects()));
  }

  private static EffectivePolicy denyingPorts(EffectivePolicy policy, int first, int last) {
    List<EffectiveRule> rules = new ArrayList<>(policy.tiers().get(0).rules());
    MatchBox ports = Policies.tcp(Policies.any(Family.V4), first, last);
    rules.set(rules.size() - 1, Policies.rule("t", "deny", 0, Action.DENY, ports));
    return new EffectivePolicy(List.of(new EffectiveTier("t", rules)));
  }

  private static CompiledPolicy compiled(EffectivePolicy policy) {
    CompiledPolicy compiled = PolicyCompiler.compile(Policies.node(policy));
    assertThat(Proof.check(compiled)).isInstanceOf(ProofResult.Proven.class);
    return compiled;
  }

  /** Rules before the chain of services that lead there. */
  private static long waysToServices(CompiledPolicy compiled) {
    return compiled.ruleset().rulesOf("prerouting").stream()
        .filter(rule -> rule.expressions().stream().anyMatch(LookupOrderTest::leadsToServices))
        .count();
  }

  private static boolean leadsToServices(Expression expression) {
    return expression.toString().contains(SERVICES);
  }

  /** Those of the map of services that are not failsafes. */
  private static long elements(CompiledPolicy compiled) {
    SetElements all = compiled.ruleset().elementsOf(SERVICES);
    return IntStream.range(0, all.size())
        .mapToObj(i -> all.get(i).key())
        .mapToInt(key -> 256 * key.u8(4) + key.u8(5))
        .filter(port -> port >= 30_000)
        .count();
  }

  private static EffectivePolicy policy(int services, int... lengths) {
    List<EffectiveRule> rules = new ArrayList<>();
    for (int i = 0; i < services; i++) {
      rules.add(allow(i, lengths));
    }
    return denyingTheRest(rules);
  }

  private static EffectivePolicy denyingTheRest(List<EffectiveRule> rules) {
    rules.add(Policies.rule("t", "deny", 0, Action.DENY, Policies.any(Family.V4)));
    return new EffectivePolicy(List.of(new EffectiveTier("t", rules)));
  }

  /** Four prefixes of each length, of which none holds another, for one port. */
  private static EffectiveRule allow(int number, int... lengths) {
    AddressSet.Builder from = AddressSet.builder(Family.V4);
    for (int at = 0; at < lengths.length; at++) {
      for (int i = 0; i < 4; i++) {
        int first = (16 + number % 8 + 8 * (4 * at + i)) << 24 | number << 8 | number;
        from.add(Prefix.masking(Address.v4(first), lengths[at]));
      }
    }
    MatchBox any = Policies.any(Family.V4);
    MatchBox box =
        new MatchBox(
            any.family(),
            any.protocols(),
            from.build(),
            any.destination(),
            any.sourcePorts(),
            any.destinationPorts(),
            any.icmp());
    int port = 30_000 + number;
    return Policies.rule("t", "p" + number, 0, Action.ALLOW, Policies.tcp(box, port, port));
  }
}
