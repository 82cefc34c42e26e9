package io.portcullis.integration.packets;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Failsafe;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The same chains as {@link CalicoNft} in the mangle table of iptables-legacy, the faster of the
 * two flavours, with an ipset {@code hash:net} per selector.
 */
record CalicoIptables() implements Variant {

  /** The kernel looks for a set by name among all: loading takes the square of their number. */
  private static final int MOST_SETS = 2_000;

  @Override
  public String name() {
    return "Calico's layout, iptables";
  }

  @Override
  public Optional<String> leftOut(Workload workload) {
    int sets = workload.sets().size();
    return sets <= MOST_SETS
        ? Optional.empty()
        : Optional.of("%,d ipsets take too long to make".formatted(sets));
  }

  @Override
  public void load(Arena arena, Workload workload) {
    boolean v4 = workload.family() == Family.V4;
    StringBuilder sets = new StringBuilder();
    for (NetSet set : workload.sets()) {
      sets.append(
          "create cali-%s hash:net family %s maxelem 1048576\n"
              .formatted(set.name(), v4 ? "inet" : "inet6"));
      for (Prefix net : set.nets()) {
        sets.append("add cali-%s %s\n".formatted(set.name(), net));
      }
    }
    arena.run(sets.toString(), "ipset", "restore");
    arena.run(
        rules(workload.policies()), v4 ? "iptables-legacy-restore" : "ip6tables-legacy-restore");
  }

  private static String rules(List<Policy> policies) {
    StringBuilder out = new StringBuilder("*mangle\n");
    for (String chain : List.of("static", "dispatch", "fh-eth0", "failsafe", "gi")) {
      out.append(":cali-%s - [0:0]\n".formatted(chain));
    }
    policies.forEach(policy -> out.append(":cali-pi-%s - [0:0]\n".formatted(policy.name())));
    String accepted = " -m mark --mark 0x10000/0x10000 -j ";
    out.append("-A PREROUTING -j cali-static\n")
        .append("-A cali-static -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n")
        .append("-A cali-static" + accepted + "ACCEPT\n-A cali-static -j cali-dispatch\n")
        .append("-A cali-static" + accepted + "ACCEPT\n")
        .append("-A cali-dispatch -i %s -g cali-fh-eth0\n".formatted(Arena.LINK))
        .append("-A cali-fh-eth0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n")
        .append("-A cali-fh-eth0 -m conntrack --ctstate INVALID -j DROP\n")
        .append("-A cali-fh-eth0 -j cali-failsafe\n")
        .append("-A cali-fh-eth0 -j MARK --set-xmark 0x0/0x30000\n")
        .append("-A cali-fh-eth0 -j MARK --set-xmark 0x0/0x20000\n")
        .append("-A cali-fh-eth0 -m mark --mark 0x0/0x20000 -j cali-gi\n")
        .append("-A cali-fh-eth0" + accepted + "RETURN\n");
    for (Failsafe failsafe : Failsafe.DEFAULTS) {
      String protocol = failsafe.protocol() == 6 ? "tcp" : "udp";
      out.append(
          "-A cali-failsafe -p %s -m multiport --dports %d -j ACCEPT\n"
              .formatted(protocol, failsafe.port()));
    }
    for (int i = 0; i < policies.size(); i++) {
      boolean first = i % Marks.STRIDE == 0;
      if (i > 0 && first) {
        out.append("-A cali-gi -m mark ! --mark 0x0/0x30000 -j RETURN\n");
      }
      out.append("-A cali-gi ")
          .append(first ? "" : "-m mark --mark 0x0/0x30000 ")
          .append("-j cali-pi-%s\n".formatted(policies.get(i).name()));
    }
    policies.forEach(policy -> policy(out, policy));
    return out.append("COMMIT\n").toString();
  }

  private static void policy(StringBuilder out, Policy policy) {
    String mark = policy.allow() ? Marks.ACCEPT : Marks.DROP;
    String append = "-A cali-pi-%s".formatted(policy.name());
    out.append(append);
    if (!policy.ports().isEmpty()) {
      out.append(" -p tcp");
    }
    policy
        .sources()
        .ifPresent(set -> out.append(" -m set --match-set cali-%s src".formatted(set.name())));
    if (!policy.ports().isEmpty()) {
      out.append(" -m multiport --dports ")
          .append(policy.ports().stream().map(p -> p.text(':')).collect(Collectors.joining(",")));
    }
    out.append(" -j MARK --set-xmark %s/%s\n".formatted(mark, mark))
        .append(append + " -m mark --mark %s/%s -j ".formatted(mark, mark))
        .append(policy.allow() ? "RETURN\n" : "DROP\n");
  }
}
