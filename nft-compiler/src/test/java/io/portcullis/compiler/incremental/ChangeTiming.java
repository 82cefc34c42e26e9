package io.portcullis.compiler.incremental;

import io.portcullis.compiler.Policies;
import io.portcullis.compiler.proof.IncrementalProof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.compiler.transaction.Difference;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.sys.NetworkNamespace;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What one member more or less in a network set costs, among 100,000 CIDRs: compiling it, proving
 * it, and the kernel's time for its batch. Run {@link #main} as root; no arguments. Prints medians
 * of the second half of the rounds.
 */
public final class ChangeTiming {

  private static final int ROUNDS = 400;

  private ChangeTiming() {}

  /** Prints a line per size. */
  public static void main(String[] arguments) throws Exception {
    measure("1,000 policies of 100 CIDRs", own(1_000, 100), 1_000);
    measure("10,000 policies of 10 CIDRs", own(10_000, 10), 10_000);
    measure(
        "a blocklist of 100,000 CIDRs before 1,000 policies of 10", blocklist(100_000, 1_000), 1);
  }

  private static void measure(String what, EffectivePolicy first, int rules) throws Exception {
    IncrementalCompiler compiler = new IncrementalCompiler();
    IncrementalProof proof = new IncrementalProof();
    long start = System.nanoTime();
    Compilation last = compiler.next(Policies.node(first));
    long began = start;
    long compiled = System.nanoTime();
    compiler.keep(last);
    long kept = System.nanoTime();
    ProofResult whole = proof.check(last.compiled());
    long proven = System.nanoTime();
    long[] next = new long[ROUNDS];
    long[] keep = new long[ROUNDS];
    long[] prove = new long[ROUNDS];
    long[] commit = new long[ROUNDS];
    long elements = 0;
    int fresh = 0;
    int batches = 0;
    ProofResult result = whole;
    EffectivePolicy policy = first;
    try (NetworkNamespace namespace = NetworkNamespace.create("timing");
        NfTables nft = namespace.call(NfTables::open)) {
      long generation =
          nft.commit(
              Difference.between(Optional.empty(), last.compiled().ruleset()), nft.generation());
      for (int round = 0; round < ROUNDS; round++) {
        policy = changed(policy, round, rules);
        start = System.nanoTime();
        Compilation change = compiler.next(Policies.node(policy));
        next[round] = System.nanoTime() - start;
        if (change.batches().isEmpty()) {
          fresh++;
          NftTable table = last.compiled().ruleset().table();
          compiler.keep(change);
          result = proof.check(change.compiled());
          List<NftOperation> operations =
              Difference.between(
                  nft.dumpWithHandles(table.family(), table.name()), change.compiled().ruleset());
          generation = nft.commit(operations, nft.generation());
          continue;
        }
        List<NftOperation> operations =
            change.batches().get().stream().flatMap(List::stream).toList();
        start = System.nanoTime();
        result = proof.check(change.compiled(), operations);
        prove[round] = System.nanoTime() - start;
        if (!(result instanceof ProofResult.Proven)) {
          throw new IllegalStateException(result.toString());
        }
        start = System.nanoTime();
        for (List<NftOperation> batch : change.batches().get()) {
          generation = nft.commit(batch, generation);
          batches++;
        }
        commit[round] = System.nanoTime() - start;
        start = System.nanoTime();
        compiler.keep(change);
        keep[round] = System.nanoTime() - start;
        elements +=
            operations.stream()
                .mapToLong(o -> o instanceof NftOperation.AddElements a ? a.elements().size() : 1)
                .sum();
      }
    }
    System.out.printf(
        "%s: all compiled in %.0f ms, kept in %.0f ms, %s in %.0f ms; of %d changes %d incremental,"
            + " %.2f elements and %.2f batches each: compile %.3f ms, keep %.3f ms, proof %.3f ms"
            + " (%s), kernel %.3f ms%n",
        what,
        (compiled - began) / 1e6,
        (kept - compiled) / 1e6,
        whole,
        (proven - kept) / 1e6,
        ROUNDS,
        ROUNDS - fresh,
        (double) elements / (ROUNDS - fresh),
        (double) batches / (ROUNDS - fresh),
        median(next),
        median(keep),
        median(prove),
        result,
        median(commit));
  }

  private static double median(long[] nanoseconds) {
    long[] warm = Arrays.copyOfRange(nanoseconds, ROUNDS / 2, ROUNDS);
    Arrays.sort(warm);
    return warm[warm.length / 2] / 1e6;
  }

  /**
   * Another /24 in one of the first rules, or in every second round the one of the round before
   * away again.
   */
  static EffectivePolicy changed(EffectivePolicy policy, int round, int count) {
    List<EffectiveRule> rules = new ArrayList<>(policy.tiers().get(0).rules());
    int index = round / 2 * 7 % count;
    EffectiveRule rule = rules.get(index);
    MatchBox box = rule.boxes().get(0);
    Address address = Address.v4(0x05000000 | ((round / 2) << 8));
    AddressSet one = AddressSet.of(Prefix.masking(address, 24));
    AddressSet sources = round % 2 == 0 ? box.source().union(one) : box.source().minus(one);
    rules.set(
        index,
        new EffectiveRule(rule.id(), rule.action(), List.of(SourcePolicies.from(box, sources))));
    return new EffectivePolicy(List.of(new EffectiveTier("t", rules)));
  }

  static EffectivePolicy own(int policies, int cidrs) {
    List<EffectiveRule> rules = new ArrayList<>();
    for (int i = 0; i < policies; i++) {
      rules.add(allow(i, cidrs));
    }
    rules.add(Policies.rule("t", "deny", 0, Action.DENY, Policies.any(Family.V4)));
    return new EffectivePolicy(List.of(new EffectiveTier("t", rules)));
  }

  private static EffectivePolicy blocklist(int cidrs, int policies) {
    List<EffectiveRule> rules = new ArrayList<>();
    MatchBox blocked = SourcePolicies.from(Policies.any(Family.V4), addresses(cidrs, -1));
    rules.add(Policies.rule("t", "block", 0, Action.DENY, blocked));
    rules.addAll(own(policies, 10).tiers().get(0).rules());
    return new EffectivePolicy(List.of(new EffectiveTier("t", rules)));
  }

  private static EffectiveRule allow(int policy, int cidrs) {
    MatchBox box = Policies.tcp(Policies.any(Family.V4), 20_000 + policy, 20_000 + policy);
    return Policies.rule(
        "t", "p" + policy, 0, Action.ALLOW, SourcePolicies.from(box, addresses(cidrs, policy)));
  }

  /** CIDRs of mixed lengths, of which every ten have some of each. */
  private static AddressSet addresses(int count, long seed) {
    Random random = new Random(seed);
    int[] lengths = {24, 32, 28, 24, 32, 20, 24, 32, 24, 32};
    AddressSet.Builder out = AddressSet.builder(Family.V4);
    for (int i = 0; i < count; i++) {
      int address = (random.nextInt() & 0x7fffffff) | 0x10000000;
      out.add(Prefix.masking(Address.v4(address), lengths[i % lengths.length]));
    }
    return out.build();
  }
}
