package io.portcullis.compiler.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.compiler.proof.IncrementalProof;
import io.portcullis.compiler.proof.Proof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Policies that come, go and change among many are elements that do. */
final class RuleEditsTest {

  private static final long SEED = Long.getLong("portcullis.seed", 20_261_129L);
  private static final int SEQUENCES = 6;
  private static final int CHANGES = 12;
  private static final int RULES = 80;
  private static final int FIRST_PORT = 20_000;

  private int incremental;
  private int fresh;
  private int refuted;

  @Test
  void eachEditComesToWhatIsCompiledFromTheBeginningAndIsProven() {
    for (int sequence = 0; sequence < SEQUENCES; sequence++) {
      long seed = SEED + sequence;
      Random random = new Random(seed);
      EffectivePolicy policy = ChangeTiming.own(RULES, 40);
      IncrementalCompiler compiler = new IncrementalCompiler();
      IncrementalProof proof = new IncrementalProof();
      Compilation last = compiler.next(Policies.node(policy));
      compiler.keep(last);
      assertThat(proof.check(last.compiled())).isInstanceOf(ProofResult.Proven.class);
      for (int change = 0; change < CHANGES; change++) {
        EffectivePolicy next = policy;
        for (int edit = 0; edit <= random.nextInt(3); edit++) {
          next = edited(next, random);
        }
        String where = "-Dportcullis.seed=" + seed + " change " + change;
        Compilation compiled = compiler.next(Policies.node(next));
        step(proof, last.compiled(), compiled, where, change % 4 == 0);
        compiler.keep(compiled);
        last = compiled;
        policy = next;
      }
    }
    assertThat(incremental)
        .as("beside %d as a whole", fresh)
        .isGreaterThan(SEQUENCES * CHANGES / 2);
    assertThat(refuted).isGreaterThan(SEQUENCES * 3);
  }

  @Test
  void severalChangesAreOneBatchOfElements() {
    EffectivePolicy policy = ChangeTiming.own(RULES, 40);
    IncrementalCompiler compiler = new IncrementalCompiler();
    compiler.keep(compiler.next(Policies.node(policy)));

    EffectivePolicy next = Changes.several(Changes.comes(policy, 0), 0, 20);
    List<List<NftOperation>> batches = compiler.next(Policies.node(next)).batches().orElseThrow();

    // No chain, rule or set is made: a net each for 20 rules, ten of the new one, and its service.
    assertThat(batches).hasSize(1);
    assertThat(batches.get(0)).allMatch(NftOperation.AddElements.class::isInstance);
    assertThat(batches.get(0).stream().mapToInt(o -> elements(o)).sum()).isBetween(25, 31);
  }

  @Test
  void aServiceGoesBeforeItsSources() {
    EffectivePolicy policy = ChangeTiming.own(RULES, 40);
    IncrementalCompiler compiler = new IncrementalCompiler();
    compiler.keep(compiler.next(Policies.node(Changes.comes(policy, 0))));

    List<List<NftOperation>> batches = compiler.next(Policies.node(policy)).batches().orElseThrow();

    assertThat(batches).hasSize(2);
    assertThat(batches.stream().flatMap(List::stream))
        .allMatch(NftOperation.DeleteElements.class::isInstance);
    assertThat(((NftOperation.DeleteElements) batches.get(0).get(0)).set()).endsWith("-services");
    assertThat(batches.get(0)).hasSize(1);
  }

  private static int elements(NftOperation operation) {
    return ((NftOperation.AddElements) operation).elements().size();
  }

  private void step(
      IncrementalProof proof, CompiledPolicy last, Compilation next, String where, boolean breaks) {
    CompiledPolicy compiled = next.compiled();
    if (next.batches().isEmpty()) {
      fresh++;
      assertThat(proof.check(compiled)).as(where).isInstanceOf(ProofResult.Proven.class);
      return;
    }
    incremental++;
    Ruleset now = last.ruleset();
    for (List<NftOperation> batch : next.batches().get()) {
      now = Applied.to(now, batch);
      neitherNorIsNowhere(last.ruleset(), now, compiled.ruleset(), where);
    }
    assertThat(Rulesets.same(now, compiled.ruleset())).as(where).isTrue();
    assertThat(Proof.check(compiled)).as(where).isInstanceOf(ProofResult.Proven.class);
    List<NftOperation> operations = next.batches().get().stream().flatMap(List::stream).toList();
    if (breaks) {
      refute(proof, last, compiled, operations, where);
    }
    assertThat(proof.check(compiled, operations)).as(where).isInstanceOf(ProofResult.Proven.class);
    assertThat(proof.ruleset()).contains(compiled.ruleset());
  }

  private void refute(
      IncrementalProof proof,
      CompiledPolicy last,
      CompiledPolicy compiled,
      List<NftOperation> operations,
      String where) {
    for (Map.Entry<String, List<NftOperation>> broken :
        BrokenOperations.of(last.ruleset(), operations).entrySet()) {
      String what = where + ": " + broken.getKey();
      refuted += Refutation.of(proof, last, compiled, broken.getValue(), what) ? 1 : 0;
    }
  }

  /** One rule goes, comes, moves, turns, or has other ports or sources. */
  private static EffectivePolicy edited(EffectivePolicy policy, Random random) {
    List<EffectiveRule> rules = new ArrayList<>(policy.tiers().get(0).rules());
    int at = random.nextInt(rules.size() - 1);
    EffectiveRule rule = rules.get(at);
    int port = FIRST_PORT + random.nextInt(RULES * 2);
    int last = port + random.nextInt(3);
    MatchBox box = rule.boxes().get(0);
    switch (random.nextInt(6)) {
      case 0 -> rules.remove(at);
      case 1 ->
          rules.add(
              at,
              Policies.rule(
                  "t",
                  "new" + random.nextInt(1 << 20),
                  0,
                  random.nextBoolean() ? Action.ALLOW : Action.DENY,
                  Policies.tcp(
                      SourcePolicies.from(Policies.any(Family.V4), some(random)), port, last)));
      case 2 -> {
        rules.remove(at);
        rules.add(random.nextInt(rules.size()), rule);
      }
      case 3 ->
          rules.set(
              at,
              new EffectiveRule(
                  rule.id(),
                  rule.action() == Action.ALLOW ? Action.DENY : Action.ALLOW,
                  rule.boxes()));
      case 4 ->
          rules.set(
              at,
              new EffectiveRule(rule.id(), rule.action(), List.of(Policies.tcp(box, port, last))));
      default ->
          rules.set(
              at,
              new EffectiveRule(
                  rule.id(),
                  rule.action(),
                  List.of(SourcePolicies.from(box, box.source().union(some(random))))));
    }
    return new EffectivePolicy(List.of(new EffectiveTier("t", rules)));
  }

  private static AddressSet some(Random random) {
    AddressSet.Builder out = AddressSet.builder(Family.V4);
    for (int i = 0; i < 5; i++) {
      Address address = Address.v4(0x10000000 | random.nextInt(1 << 16));
      out.add(Prefix.masking(address, 20 + 2 * random.nextInt(7)));
    }
    return out.build();
  }

  /** Between batches a packet gets the verdict of before or that of after, for the same rule. */
  private static void neitherNorIsNowhere(
      Ruleset before, Ruleset between, Ruleset after, String seed) {
    RulesetInterpreter was = new RulesetInterpreter(before);
    RulesetInterpreter is = new RulesetInterpreter(between);
    RulesetInterpreter shall = new RulesetInterpreter(after);
    Random random = new Random(seed.hashCode());
    for (int i = 0; i < 200; i++) {
      Packet packet =
          new Packet(
              "eth0",
              ProtocolSet.TCP,
              Address.v4(0x10000000 | random.nextInt(1 << 16)),
              Address.v4(1),
              1024,
              FIRST_PORT + random.nextInt(RULES * 2),
              0,
              0,
              ConntrackState.NEW,
              true);
      assertThat(List.of(was.run(packet).dropped(), shall.run(packet).dropped()))
          .as(seed + " " + packet)
          .contains(is.run(packet).dropped());
    }
  }
}
