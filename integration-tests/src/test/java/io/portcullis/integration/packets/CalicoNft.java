package io.portcullis.integration.packets;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Failsafe;
import java.util.List;
import java.util.Optional;

/**
 * The layout of Calico's nftables mode for pre-DNAT policy, made from its sources: the static chain
 * and the dispatch ({@code felix/rules/static.go}, {@code dispatch.go}), the endpoint's chain with
 * connection state and failsafes, a group's chain that jumps to policy after policy ({@code
 * endpoints.go}), two rules per policy rule ({@code policy.go}), an interval set per selector, and
 * a counter in every rule ({@code felix/nftables}). Its rules at other hooks are left out.
 */
record CalicoNft() implements Variant {

  @Override
  public String name() {
    return "Calico's layout, nft";
  }

  @Override
  public Optional<String> leftOut(Workload workload) {
    return Optional.empty();
  }

  @Override
  public void load(Arena arena, Workload workload) {
    StringBuilder out = new StringBuilder();
    String table = workload.family() == Family.V4 ? "ip" : "ip6";
    out.append("table %s calico {\n".formatted(table));
    for (NetSet set : workload.sets()) {
      out.append(
          NftTables.intervals("cali-" + set.name(), workload.family(), set.addresses().prefixes()));
    }
    workload.policies().forEach(policy -> policy(out, policy, workload));
    group(out, workload.policies());
    endpoint(out);
    arena.nft(out.append("}\n").toString());
  }

  private static void policy(StringBuilder out, Policy policy, Workload workload) {
    out.append("chain pi-%s {\n".formatted(policy.name()));
    policy
        .sources()
        .ifPresent(
            set ->
                out.append(
                    "%s @cali-%s ".formatted(NftTables.source(workload.family()), set.name())));
    if (!policy.ports().isEmpty()) {
      out.append("tcp dport ").append(NftTables.ports(policy.ports())).append(' ');
    }
    String mark = policy.allow() ? Marks.ACCEPT : Marks.DROP;
    out.append("counter meta mark set meta mark or %s\n".formatted(mark))
        .append("meta mark & %s == %s counter ".formatted(mark, mark))
        .append(policy.allow() ? "return\n}\n" : "drop\n}\n");
  }

  private static void group(StringBuilder out, List<Policy> policies) {
    out.append("chain gi {\n");
    for (int i = 0; i < policies.size(); i++) {
      boolean first = i % Marks.STRIDE == 0;
      if (i > 0 && first) {
        out.append("meta mark & %s != 0 counter return\n".formatted(Marks.ACCEPT_OR_PASS));
      }
      out.append(first ? "" : "meta mark & %s == 0 ".formatted(Marks.ACCEPT_OR_PASS))
          .append("counter jump pi-%s\n".formatted(policies.get(i).name()));
    }
    out.append("}\n");
  }

  private static void endpoint(StringBuilder out) {
    out.append("chain failsafe {\n");
    for (Failsafe failsafe : Failsafe.DEFAULTS) {
      String protocol = failsafe.protocol() == 6 ? "tcp" : "udp";
      out.append("%s dport %d counter accept\n".formatted(protocol, failsafe.port()));
    }
    String accept = "meta mark & %s == %s".formatted(Marks.ACCEPT, Marks.ACCEPT);
    out.append("}\nchain fh-eth0 {\n")
        .append("ct state established,related counter accept\n")
        .append("ct state invalid counter drop\n")
        .append("counter jump failsafe\n")
        .append("counter meta mark set meta mark & 0xfffcffff\n")
        .append("counter meta mark set meta mark & 0xfffdffff\n")
        .append("meta mark & %s == 0 counter jump gi\n".formatted(Marks.PASS))
        .append(accept + " counter return\n}\n")
        .append("chain dispatch {\niifname \"%s\" counter goto fh-eth0\n}\n".formatted(Arena.LINK))
        .append("chain static {\n")
        .append("ct state established,related counter accept\n")
        .append(accept + " counter accept\n")
        .append("counter jump dispatch\n")
        .append(accept + " counter accept\n}\n")
        .append("chain mangle {\ntype filter hook prerouting priority -150;\n")
        .append("counter jump static\n}\n");
  }
}
