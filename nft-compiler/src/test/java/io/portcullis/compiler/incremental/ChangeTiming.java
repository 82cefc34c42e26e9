package io.portcullis.compiler.incremental;

import io.portcullis.compiler.Policies;
import io.portcullis.compiler.proof.IncrementalProof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.compiler.transaction.Difference;
import io.portcullis.compiler.transaction.KeptHits;
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
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What small changes of large policies cost: compiling them, proving them, and the kernel's time
 * for their batches. Run {@link #main} as root; with an argument, only the cases whose names hold
 * it. Prints medians of the second half of the rounds; what is compiled from the beginning is told
 * apart.
 */
public final class ChangeTiming {

  private static final int ROUNDS = 400;

  /** A case that takes longer has fewer rounds. */
  private static final long PATIENCE = 20_000_000_000L;

  private ChangeTiming() {}

  private interface Change {
    EffectivePolicy of(EffectivePolicy policy, int round);
  }

  /** Prints a line per size and kind of change. */
  public static void main(String[] arguments) throws Exception {
    String which = arguments.length > 0 ? arguments[0] : "";
    for (int policies : new int[] {1_000, 10_000}) {
      int cidrs = 100_000 / policies;
      String size = "%,d policies of %,d CIDRs: ".formatted(policies, cidrs);
      EffectivePolicy own = own(policies, cidrs);
      run(which, size + "a member", own, (p, round) -> changed(p, round, policies));
      run(which, size + "a member of a length that is new", own, Changes::length);
      run(which, size + "20 members of 20 sets", own, (p, round) -> Changes.several(p, round, 20));
      run(which, size + "a policy comes and goes", own, Changes::comes);
      run(which, size + "a policy gets another port", own, Changes::port);
      run(which, size + "a policy turns", own, Changes::turns);
    }
    run(
        which,
        "a blocklist of 100,000 CIDRs before 1,000 policies of 10: a member of the blocklist",
        blocklist(100_000, 1_000),
        (p, round) -> changed(p, round, 1));
    run(
        which,
        "500 ports after 500 ports, Deny before Allow: a member turns",
        Changes.pairs(500, 100),
        Changes::member);
    run(
        which,
        "10 sets of 1,000 CIDRs, each of a rule of 500 ports: a member",
        Changes.shared(10, 1_000, 500),
        (p, round) -> changed(p, round, 10));
  }

  private static void run(String which, String what, EffectivePolicy first, Change change)
      throws Exception {
    if (what.contains(which)) {
      measure(what, first, change);
    }
  }

  private static void measure(String what, EffectivePolicy first, Change of) throws Exception {
    IncrementalCompiler compiler = new IncrementalCompiler();
    IncrementalProof proof = new IncrementalProof();
    long began = System.nanoTime();
    Compilation last = compiler.next(Policies.node(first));
    long compiled = System.nanoTime();
    compiler.keep(last);
    long readied = System.nanoTime();
    ProofResult result = proof.check(last.compiled());
    long proven = System.nanoTime();
    List<long[]> steps = new ArrayList<>();
    List<long[]> whole = new ArrayList<>();
    long elements = 0;
    long batches = 0;
    EffectivePolicy policy = first;
    try (NetworkNamespace namespace = NetworkNamespace.create("timing");
        NfTables nft = namespace.call(NfTables::open)) {
      long generation =
          nft.commit(
              Difference.between(Optional.empty(), last.compiled().ruleset()), nft.generation());
      long until = System.nanoTime() + PATIENCE;
      for (int round = 0; round < ROUNDS && System.nanoTime() < until; round++) {
        policy = of.of(policy, round);
        long start = System.nanoTime();
        Compilation change = compiler.next(Policies.node(policy));
        long next = System.nanoTime();
        if (change.batches().isEmpty()) {
          NftTable table = last.compiled().ruleset().table();
          compiler.keep(change);
          long kept = System.nanoTime();
          result = proof.check(change.compiled());
          long checked = System.nanoTime();
          List<NftOperation> operations =
              Difference.between(
                  nft.dumpWithHandles(table.family(), table.name()), change.compiled().ruleset());
          generation = nft.commit(operations, nft.generation());
          whole.add(
              new long[] {
                next - start, kept - next, checked - kept, System.nanoTime() - checked, 0
              });
          continue;
        }
        List<NftOperation> operations =
            change.batches().get().stream().flatMap(List::stream).toList();
        result = proof.check(change.compiled(), operations);
        if (!(result instanceof ProofResult.Proven)) {
          throw new IllegalStateException(result.toString());
        }
        long checked = System.nanoTime();
        long reading = 0;
        for (List<NftOperation> batch : change.batches().get()) {
          long read = System.nanoTime();
          for (NftOperation.DeleteElements d : KeptHits.counting(batch)) {
            int held = nft.elements(d.family(), d.table(), d.set(), d.elements()).size();
            if (held != d.elements().size()) {
              throw new IllegalStateException("something is missing in " + d.set());
            }
          }
          reading += System.nanoTime() - read;
          generation = nft.commit(batch, generation);
          batches++;
        }
        long committed = System.nanoTime();
        compiler.keep(change);
        steps.add(
            new long[] {
              next - start,
              System.nanoTime() - committed,
              checked - next,
              committed - checked - reading,
              reading
            });
        elements += operations.stream().mapToLong(ChangeTiming::size).sum();
      }
    }
    System.out.printf(
        "%s: at first compiled in %.0f ms, kept in %.0f ms, proven in %.0f ms%n",
        what, (compiled - began) / 1e6, (readied - compiled) / 1e6, (proven - readied) / 1e6);
    if (!steps.isEmpty()) {
      System.out.printf(
          "  %d changes by elements, %.1f of them in %.2f batches each: %s; %s%n",
          steps.size(),
          (double) elements / steps.size(),
          (double) batches / steps.size(),
          medians(steps),
          result);
    }
    if (!whole.isEmpty()) {
      System.out.printf("  %d changes as a whole: %s%n", whole.size(), medians(whole));
    }
  }

  private static long size(NftOperation operation) {
    return operation instanceof NftOperation.AddElements add
        ? add.elements().size()
        : ((NftOperation.DeleteElements) operation).elements().size();
  }

  private static String medians(List<long[]> rounds) {
    List<long[]> warm = rounds.subList(rounds.size() / 2, rounds.size());
    return String.format(
        "compile %.3f ms, keep %.3f ms, proof %.3f ms, kernel %.3f ms, and %.3f ms (nine of ten)"
            + " to read what goes",
        median(warm, 0), median(warm, 1), median(warm, 2), median(warm, 3), most(warm, 4));
  }

  /** But for the slowest tenth. */
  private static double most(List<long[]> rounds, int of) {
    long[] sorted = rounds.stream().mapToLong(round -> round[of]).sorted().toArray();
    return sorted[sorted.length * 9 / 10] / 1e6;
  }

  private static double median(List<long[]> rounds, int of) {
    long[] sorted = rounds.stream().mapToLong(round -> round[of]).sorted().toArray();
    return sorted[sorted.length / 2] / 1e6;
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
  static AddressSet addresses(int count, long seed) {
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
