package io.portcullis.integration.packets;

import io.portcullis.policy.address.Prefix;
import java.util.Optional;

/** One rule of nft per CIDR and port range, in order: policy as one would write it by hand. */
record LinearRules() implements Variant {

  private static final int MOST = 30_000;

  @Override
  public String name() {
    return "linear nft";
  }

  @Override
  public Optional<String> leftOut(Workload workload) {
    int rules = workload.policies().stream().mapToInt(LinearRules::size).sum();
    return rules <= MOST
        ? Optional.empty()
        : Optional.of("%,d rules one after the other: minutes, not packets".formatted(rules));
  }

  private static int size(Policy policy) {
    return Math.max(1, policy.ports().size())
        * policy.sources().map(set -> set.nets().size()).orElse(1);
  }

  @Override
  public void load(Arena arena, Workload workload) {
    StringBuilder rules = new StringBuilder(NftTables.ESTABLISHED);
    for (Policy policy : workload.policies()) {
      String verdict = policy.allow() ? "accept\n" : "drop\n";
      if (policy.sources().isEmpty()) {
        ports(rules, policy, "", verdict);
      } else {
        for (Prefix net : policy.sources().get().nets()) {
          ports(rules, policy, NftTables.source(workload.family()) + " " + net + " ", verdict);
        }
      }
    }
    arena.nft(NftTables.base("accept", rules.toString(), ""));
  }

  private static void ports(StringBuilder rules, Policy policy, String source, String verdict) {
    if (policy.ports().isEmpty()) {
      rules.append(source).append(verdict);
    }
    for (PortRange range : policy.ports()) {
      rules.append(source).append("tcp dport ").append(range.text('-')).append(' ');
      rules.append(verdict);
    }
  }
}
