package io.portcullis.integration.packets;

import io.portcullis.policy.address.Prefix;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One verdict map keyed by port and source with intervals in both, which the kernel keeps as a
 * pipapo set. A leading policy on all ports has an interval set of its own before it.
 */
record Pipapo() implements Variant {

  @Override
  public String name() {
    return "one pipapo map";
  }

  @Override
  public Optional<String> leftOut(Workload workload) {
    boolean denies =
        rest(workload).stream().anyMatch(policy -> !policy.allow() && policy.sources().isPresent());
    return denies
        ? Optional.of("sources within each other would have to be cut to disjoint regions first")
        : Optional.empty();
  }

  @Override
  public void load(Arena arena, Workload workload) {
    String source = NftTables.source(workload.family());
    StringBuilder rules = new StringBuilder();
    StringBuilder sets = new StringBuilder();
    if (leads(workload)) {
      List<Prefix> nets = workload.policies().get(0).sources().orElseThrow().addresses().prefixes();
      sets.append(NftTables.intervals("first", workload.family(), nets));
      rules.append(source).append(" @first drop\n");
    }
    Set<String> elements = new LinkedHashSet<>();
    for (Policy policy : rest(workload)) {
      if (policy.sources().isPresent()) {
        for (PortRange port : policy.ports()) {
          for (Prefix net : policy.sources().get().nets()) {
            boolean unused = elements.add(port.text('-') + " . " + net + " : accept");
          }
        }
      }
    }
    sets.append(
        "  map both { type inet_service . %s : verdict; flags interval; elements = { %s } }\n"
            .formatted(NftTables.type(workload.family()), String.join(", ", elements)));
    rules.append("tcp dport . ").append(source).append(" vmap @both\n");
    rules
        .append("tcp dport ")
        .append(NftTables.ports(List.of(Workloads.NODE_PORTS)))
        .append(" drop\n");
    arena.nft(NftTables.base("accept", rules.toString(), sets.toString()));
  }

  private static boolean leads(Workload workload) {
    return workload.policies().get(0).ports().isEmpty();
  }

  private static List<Policy> rest(Workload workload) {
    List<Policy> all = workload.policies();
    return all.subList(leads(workload) ? 1 : 0, all.size());
  }
}
