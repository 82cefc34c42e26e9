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
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Policies that come, go and change among many are elements that do. */
final class RuleEditsTest {

  private static final long SEED = Long.getLong("portcullis.seed", 20_261_129L);
  private static final int SEQUENCES = 6;
  private static final int CHANGES = 12;
  private static final int RULES = 80;
  private static final int FIRST_PORT = 20_000;

  /** As far beyond those whose sources are looked up before them. */
  private static final int ELSEWHERE = 20_000;

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
      boolean counts = sequence % 2 == 0;
      Compilation last = compiler.next(node(policy, counts));
      compiler.keep(last);
      assertThat(proof.check(last.compiled())).isInstanceOf(ProofResult.Proven.class);
      for (int change = 0; change < CHANGES; change++) {
        EffectivePolicy next = policy;
        for (int edit = 0; edit <= random.nextInt(3); edit++) {
          next = edited(next, random);
        }
        String where = "-Dportcullis.seed=" + seed + " change " + change;
        Compilation compiled = compiler.next(node(next, counts));
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
    assertThat(batches.get(0).stream().mapToInt(o -> elements(o)).sum()).isBetween(25, 60);
    assertThat(
            batches.get(0).stream()
                .filter(o -> !((NftOperation.AddElements) o).set().endsWith("-blocks"))
                .mapToInt(o -> elements(o))
                .sum())
        .isBetween(25, 31);
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

  @Test
  void aServiceWhoseSourcesAreLookedUpFirstGoesInOneBatch() {
    EffectivePolicy policy = ChangeTiming.own(RULES, 40);
    IncrementalCompiler compiler = new IncrementalCompiler();
    compiler.keep(compiler.next(Policies.node(policy)));

    List<EffectiveRule> rules = new ArrayList<>(policy.tiers().get(0).rules());
    EffectiveRule gone = rules.remove(7);
    Compilation without = compiler.next(Policies.node(tier(rules)));
    compiler.keep(without);
    rules.add(9, gone);
    Compilation with = compiler.next(Policies.node(tier(rules)));

    // Other sources come to what they come to without it.
    assertThat(without.batches().orElseThrow()).hasSize(1);
    assertThat(with.batches().orElseThrow()).hasSize(1);
  }

  @Test
  void aServiceWhoseSourcesAreLookedUpFirstTurnsBetweenThoseThatComeAndThoseThatGo() {
    EffectivePolicy policy = withOpenPorts(ChangeTiming.own(RULES, 40));
    IncrementalCompiler compiler = new IncrementalCompiler();
    compiler.keep(compiler.next(node(policy, false)));

    List<List<NftOperation>> batches =
        compiler.next(node(seventhTurned(policy), false)).batches().orElseThrow();

    int turn = 0;
    while (batches.get(turn).stream().noneMatch(o -> setOf(o).endsWith("-services"))) {
      assertThat(batches.get(turn++)).allMatch(NftOperation.AddElements.class::isInstance);
    }
    assertThat(turn).isPositive();
    assertThat(batches.get(turn)).allMatch(o -> setOf(o).endsWith("-services"));
    assertThat(batches.subList(turn + 1, batches.size()))
        .isNotEmpty()
        .allSatisfy(b -> assertThat(b).allMatch(NftOperation.DeleteElements.class::isInstance));
  }

  @Test
  void aServiceInARowThatComesToSomethingElseIsCompiledFromTheBeginning() {
    EffectivePolicy policy = ChangeTiming.own(RULES, 40);
    IncrementalCompiler compiler = new IncrementalCompiler();
    compiler.keep(compiler.next(node(policy, false)));

    Compilation open = compiler.next(node(seventhTurned(policy), false));

    // One rule says what all of them come to; where it says less, the next test has elements.
    assertThat(open.batches()).isEmpty();
    assertThat(Proof.check(open.compiled())).isInstanceOf(ProofResult.Proven.class);
  }

  /** A service is open to all but for some, where some alone might use it. */
  private static EffectivePolicy seventhTurned(EffectivePolicy policy) {
    List<EffectiveRule> rules = new ArrayList<>(policy.tiers().get(0).rules());
    EffectiveRule rule = rules.get(7);
    MatchBox box = rule.boxes().get(0);
    EffectiveRule deny =
        Policies.rule(
            "t", "deny7", 0, Action.DENY, SourcePolicies.from(box, some(new Random(SEED))));
    MatchBox all = SourcePolicies.from(box, AddressSet.all(Family.V4));
    EffectiveRule allow = new EffectiveRule(rule.id(), rule.action(), List.of(all));
    rules.set(7, allow);
    rules.add(7, deny);
    return tier(rules);
  }

  /** Every second port is open to all, so that few come to the same in a row. */
  private static EffectivePolicy withOpenPorts(EffectivePolicy policy) {
    List<EffectiveRule> rules = new ArrayList<>(policy.tiers().get(0).rules());
    for (int port = FIRST_PORT + 1; port < FIRST_PORT + RULES; port += 2) {
      MatchBox box = Policies.tcp(Policies.any(Family.V4), port, port);
      rules.add(rules.size() - 1, Policies.rule("t", "open" + port, 0, Action.ALLOW, box));
    }
    return tier(rules);
  }

  /** Where nothing is counted no outcome needs a chain, so that a service may turn to any. */
  private static NodePolicy node(EffectivePolicy policy, boolean counts) {
    DataplaneSettings usual = DataplaneSettings.defaults();
    return Policies.node(
        policy,
        new DataplaneSettings(
            usual.failsafes(),
            usual.failsafeScope(),
            usual.loopback(),
            usual.establishedFlows(),
            usual.conntrackInvalid(),
            counts));
  }

  private static EffectivePolicy tier(List<EffectiveRule> rules) {
    return new EffectivePolicy(List.of(new EffectiveTier("t", rules)));
  }

  private static String setOf(NftOperation operation) {
    return operation instanceof NftOperation.AddElements add
        ? add.set()
        : ((NftOperation.DeleteElements) operation).set();
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
      Ruleset then = Applied.to(now, batch);
      neitherNorIsNowhere(last.ruleset(), now, then, compiled.ruleset(), where);
      now = then;
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
    int port = port(random);
    int last = port + random.nextInt(3);
    MatchBox box = rule.boxes().get(0);
    switch (random.nextInt(7)) {
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
      case 5 ->
          rules.set(
              at,
              new EffectiveRule(
                  rule.id(),
                  rule.action(),
                  List.of(SourcePolicies.from(box, AddressSet.all(Family.V4)))));
      default ->
          rules.set(
              at,
              new EffectiveRule(
                  rule.id(),
                  rule.action(),
                  List.of(SourcePolicies.from(box, box.source().union(some(random))))));
    }
    return tier(rules);
  }

  private static AddressSet some(Random random) {
    AddressSet.Builder out = AddressSet.builder(Family.V4);
    for (int i = 0; i < 5; i++) {
      Address address = Address.v4(0x10000000 | random.nextInt(1 << 16));
      out.add(Prefix.masking(address, 20 + 2 * random.nextInt(7)));
    }
    return out.build();
  }

  private static int port(Random random) {
    return FIRST_PORT + random.nextInt(RULES * 2) + (random.nextInt(4) == 0 ? ELSEWHERE : 0);
  }

  /**
   * After a batch, and if it comes while a packet is under way, the packet gets the verdict of
   * before or that of after: whichever maps it looked up before the batch came.
   */
  private static void neitherNorIsNowhere(
      Ruleset before, Ruleset from, Ruleset to, Ruleset after, String seed) {
    RulesetInterpreter was = new RulesetInterpreter(before);
    RulesetInterpreter shall = new RulesetInterpreter(after);
    Random random = new Random(seed.hashCode());
    List<Packet> packets = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      packets.add(packet(Address.v4(0x10000000 | random.nextInt(1 << 16)), port(random)));
    }
    for (boolean elsewhere : new boolean[] {false, true}) {
      List<String> maps = inOrder(to, elsewhere);
      for (int seen = 0; seen <= maps.size(); seen++) {
        Map<String, SetElements> old = new HashMap<>();
        maps.subList(0, seen).forEach(map -> old.put(map, from.elementsOf(map)));
        RulesetInterpreter is = new RulesetInterpreter(to.withElements(old));
        for (Packet packet : packets) {
          if (elsewhere == packet.destinationPort() >= FIRST_PORT + ELSEWHERE) {
            assertThat(List.of(was.run(packet).dropped(), shall.run(packet).dropped()))
                .as("%s %s, %d of %s from before", seed, packet, seen, maps)
                .contains(is.run(packet).dropped());
          }
        }
      }
    }
  }

  /** The maps that packets look up, in order: sources first but for services elsewhere. */
  private static List<String> inOrder(Ruleset ruleset, boolean elsewhere) {
    List<String> maps =
        ruleset.sets().keySet().stream()
            .filter(name -> name.contains("-service-saddr"))
            .sorted(Comparator.comparingInt(RuleEditsTest::length).reversed())
            .collect(Collectors.toCollection(ArrayList::new));
    maps.add(elsewhere ? 0 : maps.size(), "endpoint-1-v4-services");
    return maps;
  }

  private static int length(String map) {
    return Integer.parseInt(map.substring(map.lastIndexOf('r') + 1));
  }

  private static Packet packet(Address source, int port) {
    return new Packet(
        "eth0", ProtocolSet.TCP, source, Address.v4(1), 1024, port, 0, 0, ConntrackState.NEW, true);
  }
}
