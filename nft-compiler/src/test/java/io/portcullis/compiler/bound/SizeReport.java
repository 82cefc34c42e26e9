package io.portcullis.compiler.bound;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.model.ServiceModel;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.compiler.model.StagePlan;
import io.portcullis.compiler.proof.Proof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.EffectivePolicy;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/**
 * What becomes of adversarial policies: input, sets, chains, rules, elements, and the processor
 * time of compiling and proving. Run {@link #main}; arguments select cases by a part of their name.
 */
public final class SizeReport {

  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = Integer.getInteger("rounds", 3);

  private SizeReport() {}

  /** Prints a line per case: the last of three rounds, so that it is warm. */
  public static void main(String[] arguments) {
    for (Family family : Family.values()) {
      report(
          arguments,
          "blocklist 100000, then 100 policies",
          family,
          Adversary.blocklist(family, 100_000, 100));
      report(
          arguments,
          "blocklist 100000, then 1000 policies",
          family,
          Adversary.blocklist(family, 100_000, 1_000));
      report(
          arguments,
          "1000 policies, then allowlist 100000",
          family,
          Adversary.allowlistLast(family, 100_000, 1_000));
      report(
          arguments,
          "tiers: log, policies, blocklist 100000, pass",
          family,
          Adversary.tiers(family, 100_000, 1_000));
      report(
          arguments,
          "ranges within ranges: 1000 of 10 CIDRs",
          family,
          Adversary.ranges(family, 1_000, 10));
      report(arguments, "nested CIDRs: 100 deep", family, Adversary.nested(family, 100, 500));
      report(arguments, "notNets: 1000 of 20 CIDRs", family, Adversary.notNets(family, 1_000, 20));
      report(
          arguments,
          "shared: 10 sets of 1000 CIDRs, 500 ports",
          family,
          Adversary.shared(family, 10, 1_000, 500));
      report(
          arguments,
          "chosen: some of 10 sets of 1000 CIDRs, 500 ports",
          family,
          Adversary.chosen(family, 10, 1_000, 500));
      report(
          arguments,
          "chosen: some of 10 sets of 100 CIDRs, 2700 ports",
          family,
          Adversary.chosen(family, 10, 100, 2_700));
      report(
          arguments,
          "wide: 100 sets of 20 CIDRs, 8 ranges",
          family,
          Adversary.wide(family, 100, 20, 8));
      report(
          arguments,
          "crossed: 10 sets of 500 CIDRs, 200 ports",
          family,
          Adversary.crossed(family, 10, 500, 200));
      for (int policies : new int[] {100, 1_000, 5_000}) {
        String many = policies + " policies";
        report(arguments, "towers: " + many, family, Adversary.towers(family, policies, 25));
        report(arguments, "onion: " + many, family, Adversary.onion(family, policies));
        report(arguments, "comb: " + many, family, Adversary.comb(family, policies));
      }
      report(arguments, "hostile: 300 of 30 CIDRs", family, Adversary.hostile(family, 300, 30));
    }
  }

  private static void report(String[] only, String name, Family family, EffectivePolicy policy) {
    if (only.length > 0 && List.of(only).stream().noneMatch(name::contains)) {
      return;
    }
    String line = "";
    for (int round = 1; round <= ROUNDS; round++) {
      long start = CPU.getCurrentThreadCpuTime();
      CompiledPolicy compiled = PolicyCompiler.compile(Policies.node(policy));
      long made = CPU.getCurrentThreadCpuTime();
      ProofResult result =
          Proof.check(compiled, compiled.ruleset(), Long.getLong("limit", Proof.DEFAULT_LIMIT));
      long proven = CPU.getCurrentThreadCpuTime();
      line = line(name, family, policy, compiled, result, made - start, proven - made);
      if (proven - start > 20_000_000_000L) {
        break;
      }
    }
    System.out.println(line);
  }

  private static String line(
      String name,
      Family family,
      EffectivePolicy policy,
      CompiledPolicy compiled,
      ProofResult result,
      long making,
      long proving) {
    Ruleset ruleset = compiled.ruleset();
    String stages =
        StagePlan.of(ServiceModel.boxes(policy, family), family, StageBounds.DEFAULT).stream()
            .map(stage -> stage.kind().toString())
            .toList()
            .toString();
    return String.format(
        "%s %s: input %d, %s, %d sets, %d chains, %d rules, %d elements; compiled in %d ms; %s in %d ms",
        family,
        name,
        StagePlan.input(ServiceModel.boxes(policy, family), family),
        stages,
        ruleset.sets().size(),
        ruleset.chains().size(),
        ruleset.rules().values().stream().mapToInt(List::size).sum(),
        elements(ruleset),
        making / 1_000_000,
        result,
        proving / 1_000_000);
  }

  static int elements(Ruleset ruleset) {
    return ruleset.elements().values().stream().mapToInt(SetElements::size).sum();
  }
}
