package io.portcullis.compiler.proof;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.netlink.nftables.SetElements;
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
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * How long compiling and proving large policies takes; each case four times, so that the last ones
 * are warm. Processor time of the one thread, so that a busy machine does not matter; of proofs
 * also the time that passed. Run {@link #main}; with an argument, only the cases whose names hold
 * it, and with a second one, so many rounds.
 */
public final class ProofBenchmark {

  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private final String which;
  private final int rounds;

  private ProofBenchmark(String which, int rounds) {
    this.which = which;
    this.rounds = rounds;
  }

  /** Prints a line per case and round. */
  public static void main(String[] arguments) {
    new ProofBenchmark(
            arguments.length > 0 ? arguments[0] : "",
            arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4)
        .all();
  }

  private void all() {
    measure(
        "1,000 policies of one port and 10 CIDRs each, one of 2,000 ports and 100,000",
        () -> mixed(1_000, 10, 2_000, 100_000));
    measure("10,000 policies of one port and 10 CIDRs each", () -> own(10_000, 10));
    for (Family of : Family.values()) {
      measure(of + ", 10,000 policies of 10 CIDRs of any length", () -> mixedLengths(of));
      measure(of + ", 10,000 policies that share 100 sets of 1,000 CIDRs", () -> sharing(of, 1));
      measure(of + ", 10,000 policies of two of 100 sets each", () -> sharing(of, 2));
      measure(of + ", 100,000 CIDRs blocked before 1,000 policies of 10", () -> blocked(of));
    }
    change("one CIDR more in the large one", () -> mixed(1_000, 10, 2_000, 100_000), 1_000);
    change("one CIDR more in a small one", () -> mixed(1_000, 10, 2_000, 100_000), 7);
    change("one CIDR more in one of 10,000", () -> own(10_000, 10), 7);
  }

  /** Adds a CIDR to one rule of a proven policy, and takes it away again. */
  private void change(String what, Supplier<EffectivePolicy> of, int rule) {
    if (!what.contains(which)) {
      return;
    }
    EffectivePolicy policy = of.get();
    IncrementalProof proof = new IncrementalProof();
    proof.check(PolicyCompiler.compile(Policies.node(policy)));
    EffectivePolicy more = more(policy, rule);
    for (int round = 1; round <= 4 * rounds; round++) {
      CompiledPolicy compiled =
          PolicyCompiler.compile(Policies.node(round % 2 == 0 ? policy : more));
      long start = CPU.getCurrentThreadCpuTime();
      ProofResult result = proof.check(compiled);
      long proven = CPU.getCurrentThreadCpuTime();
      System.out.printf("%s: %s in %d ms%n", what, result, (proven - start) / 1_000_000);
    }
  }

  private static EffectivePolicy more(EffectivePolicy policy, int index) {
    List<EffectiveRule> rules = new ArrayList<>(policy.tiers().get(0).rules());
    EffectiveRule rule = rules.get(index);
    MatchBox box = rule.boxes().get(0);
    AddressSet one = AddressSet.of(Prefix.masking(Address.parse("203.0.113.77"), 32));
    MatchBox wider =
        new MatchBox(
            box.family(),
            box.protocols(),
            box.source().union(one),
            box.destination(),
            box.sourcePorts(),
            box.destinationPorts(),
            box.icmp());
    rules.set(index, new EffectiveRule(rule.id(), rule.action(), List.of(wider)));
    return new EffectivePolicy(List.of(new EffectiveTier("t", rules)));
  }

  private void measure(String what, Supplier<EffectivePolicy> of) {
    if (!what.contains(which)) {
      return;
    }
    EffectivePolicy policy = of.get();
    for (int round = 1; round <= rounds; round++) {
      long start = CPU.getCurrentThreadCpuTime();
      CompiledPolicy compiled = PolicyCompiler.compile(Policies.node(policy));
      long made = CPU.getCurrentThreadCpuTime();
      long begun = System.nanoTime();
      ProofResult result = Proof.check(compiled);
      long passed = System.nanoTime() - begun;
      long proven = CPU.getCurrentThreadCpuTime();
      int elements =
          compiled.ruleset().elements().values().stream().mapToInt(SetElements::size).sum();
      System.out.printf(
          "%s: %d elements, compiled in %d ms, %s in %d ms, %d ms passed%n",
          what,
          elements,
          (made - start) / 1_000_000,
          result,
          (proven - made) / 1_000_000,
          passed / 1_000_000);
    }
  }

  /** Policies of their own, and one that opens many ports to one large set. */
  private static EffectivePolicy mixed(int policies, int cidrs, int ports, int large) {
    List<EffectiveRule> rules = new ArrayList<>();
    for (int i = 0; i < policies; i++) {
      rules.add(allow(i, 20_000 + i, 20_000 + i, addresses(cidrs, i)));
    }
    rules.add(allow(policies, 30_000, 30_000 + ports - 1, addresses(large, 1)));
    return deniedAfter(rules);
  }

  /** Policies of a port each, from sources of their own of all lengths. */
  private static EffectivePolicy mixedLengths(Family family) {
    Random random = new Random(17);
    List<EffectiveRule> rules = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      rules.add(allow(i, 20_000 + i, 20_000 + i, any(family, 10, random)));
    }
    return deniedAfter(rules);
  }

  /** Policies of a port each, from some of few sets. */
  private static EffectivePolicy sharing(Family family, int each) {
    Random random = new Random(19);
    List<AddressSet> sets = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sets.add(any(family, 1_000, random));
    }
    List<EffectiveRule> rules = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      for (int j = 0; j < each; j++) {
        AddressSet from = sets.get((i * (j + 1) + 37 * j) % 100);
        rules.add(allow(i * each + j, 20_000 + i, 20_000 + i, from));
      }
    }
    return deniedAfter(rules);
  }

  /** Sources of any length that may do nothing, before policies of a port each. */
  private static EffectivePolicy blocked(Family family) {
    Random random = new Random(23);
    MatchBox any = Policies.any(family);
    MatchBox box =
        new MatchBox(
            family,
            any.protocols(),
            any(family, 100_000, random),
            any.destination(),
            any.sourcePorts(),
            any.destinationPorts(),
            any.icmp());
    List<EffectiveRule> rules = new ArrayList<>();
    rules.add(Policies.rule("t", "blocked", 0, Action.DENY, box));
    for (int i = 0; i < 1_000; i++) {
      rules.add(allow(i, 20_000 + i, 20_000 + i, any(family, 10, random)));
    }
    return deniedAfter(rules);
  }

  private static AddressSet any(Family family, int count, Random random) {
    boolean v4 = family == Family.V4;
    AddressSet.Builder out = AddressSet.builder(family);
    for (int i = 0; i < count; i++) {
      int length = v4 ? 12 + random.nextInt(21) : 32 + random.nextInt(97);
      Address address =
          v4
              ? Address.v4(random.nextInt())
              : Address.v6(0x2000_0000_0000_0000L | random.nextLong() >>> 3, random.nextLong());
      out.add(Prefix.masking(address, length));
    }
    return out.build();
  }

  /** Policies that each allow a service of their own to sources of their own. */
  private static EffectivePolicy own(int policies, int cidrs) {
    List<EffectiveRule> rules = new ArrayList<>();
    for (int i = 0; i < policies; i++) {
      rules.add(allow(i, 20_000 + i, 20_000 + i, addresses(cidrs, i)));
    }
    return deniedAfter(rules);
  }

  private static EffectiveRule allow(int policy, int first, int last, AddressSet from) {
    Family family = from.family();
    MatchBox box = Policies.tcp(Policies.any(family), first, last);
    return Policies.rule(
        "t",
        "p" + policy,
        0,
        Action.ALLOW,
        new MatchBox(
            family,
            ProtocolSet.of(ProtocolSet.TCP),
            from,
            box.destination(),
            box.sourcePorts(),
            box.destinationPorts(),
            box.icmp()));
  }

  private static EffectivePolicy deniedAfter(List<EffectiveRule> rules) {
    List<EffectiveRule> all = new ArrayList<>(rules);
    all.add(
        Policies.rule(
            "t", "deny", 0, Action.DENY, Policies.any(Family.V4), Policies.any(Family.V6)));
    return new EffectivePolicy(List.of(new EffectiveTier("t", all)));
  }

  /** CIDRs of mixed lengths, mostly /24 and /32. */
  private static AddressSet addresses(int count, long seed) {
    Random random = new Random(seed);
    int[] lengths = {16, 20, 22, 24, 24, 24, 24, 28, 32, 32, 32, 32};
    AddressSet.Builder out = AddressSet.builder(Family.V4);
    for (int i = 0; i < count; i++) {
      int length = count > 1_000 ? lengths[random.nextInt(lengths.length - 2) + 2] : 24;
      out.add(Prefix.masking(Address.v4(random.nextInt()), length));
    }
    return out.build();
  }
}
