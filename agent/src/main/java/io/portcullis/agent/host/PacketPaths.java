package io.portcullis.agent.host;

import io.portcullis.compiler.lower.NodeLowering;
import io.portcullis.netlink.nftables.NftTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What keeps packets from policy, changes them before it, or brings it more than one expects. */
final class PacketPaths {

  /** Of connection tracking's room, in percent, from which on it is told. */
  private static final int NEARLY_FULL = 80;

  private PacketPaths() {}

  static List<Remark> of(HostFacts facts) {
    List<Remark> found = new ArrayList<>();
    found.add(ourTable(facts));
    HookList.of(facts).forEach(hook -> neighbour(hook).ifPresent(found::add));
    programs(facts).ifPresent(found::add);
    flowtables(facts).ifPresent(found::add);
    bridges(facts).ifPresent(found::add);
    tracking(facts).ifPresent(found::add);
    return found;
  }

  private static Remark ourTable(HostFacts facts) {
    String name = "inet " + NodeLowering.TABLE;
    Optional<NftTable> ours =
        facts.tables().stream()
            .filter(table -> HookList.isOurs(table.family(), table.name()))
            .findFirst();
    if (ours.isEmpty()) {
      return Remark.warning(
          name,
          "there is no such table",
          "nothing is guarded",
          "start an agent, or run portcullis agent --once");
    }
    int flags = ours.get().flags();
    if ((flags & NftTable.F_DORMANT) != 0) {
      return Remark.error(
          name,
          "is switched off (dormant)",
          "nothing is guarded",
          "start an agent, or run portcullis agent --once");
    }
    if ((flags & NftTable.F_OWNER) != 0) {
      return Remark.ok(name, "is owned by a process", "nobody else can change it");
    }
    return (flags & NftTable.F_PERSIST) != 0
        ? Remark.warning(
            name,
            "was owned, and is left alone now",
            "it goes on to enforce; anybody may change it, and nobody repairs it",
            "start the agent: it adopts the table")
        : Remark.note(
            name, "is owned by nobody", "others can change it; a running agent repairs that");
  }

  private static Optional<Remark> neighbour(HookList.Hook hook) {
    if (hook.ours()) {
      return Optional.empty();
    }
    String subject = hook.table() + " " + hook.chain();
    if (hook.type().equals("nat") && hook.priority() < NodeLowering.PRIORITY) {
      return Optional.of(
          Remark.error(
              subject,
              "translates addresses at priority " + hook.priority() + ", before policy",
              "policy sees what it made of the packet, not what the client asked for",
              "give it a priority of -100 or more"));
    }
    if (hook.priority() == NodeLowering.PRIORITY && !hook.ingress()) {
      return Optional.of(
          Remark.warning(
              subject,
              "stands at policy's own priority",
              "which of both comes first depends on which was there first",
              "give it another priority than " + NodeLowering.PRIORITY));
    }
    if (hook.drops() && (hook.ingress() || hook.priority() < NodeLowering.PRIORITY)) {
      return Optional.of(
          Remark.warning(
              subject,
              "drops what it does not accept, before policy",
              "policy does not see that, and cannot allow it",
              "see its rules: nft list chain " + subject));
    }
    return hook.ingress()
        ? Optional.of(
            Remark.note(
                subject,
                "stands at a device, before everything",
                "what it drops or sends elsewhere does not reach policy"))
        : Optional.empty();
  }

  private static Optional<Remark> programs(HostFacts facts) {
    if (facts.programs().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Remark.note(
            "programs at links",
            facts.programs().entrySet().stream()
                .map(each -> each.getKey() + ": " + String.join(", ", each.getValue()))
                .sorted()
                .collect(Collectors.joining("; ")),
            "XDP programs, and what tc has at clsact or ingress, meet packets before all tables:"
                + " what they drop, rewrite or send elsewhere policy sees so, or not at all;"
                + " bpftool net and tc filter show dev LINK ingress say what they are"));
  }

  private static Optional<Remark> flowtables(HostFacts facts) {
    if (facts.flowtables().isEmpty()) {
      return Optional.empty();
    }
    String names =
        facts.flowtables().entrySet().stream()
            .map(each -> each.getKey() + " at " + String.join(" ", each.getValue()))
            .sorted()
            .collect(Collectors.joining("; "));
    return Optional.of(
        Remark.warning(
            "flowtables",
            names,
            "a flow that one has taken passes no hook: it goes on whatever policy says later, also"
                + " with establishedFlows: police. The first packets of each do meet policy",
            "leave links that are guarded out of them, if policy has to end flows"));
  }

  private static Optional<Remark> bridges(HostFacts facts) {
    return facts.isOn(HostFacts.BRIDGE4) || facts.isOn(HostFacts.BRIDGE6)
        ? Optional.of(
            Remark.note(
                "br_netfilter",
                "bridged frames pass netfilter (bridge-nf-call-iptables)",
                "what is sent from one port of a bridge to another meets policy too, as if it came"
                    + " in by the bridge: an endpoint with the bridge's name, or \"*\", judges"
                    + " it"))
        : Optional.empty();
  }

  private static Optional<Remark> tracking(HostFacts facts) {
    long used = number(facts, HostFacts.TRACKED);
    long room = number(facts, HostFacts.TRACKABLE);
    if (room <= 0 || used * 100 < room * NEARLY_FULL) {
      return Optional.empty();
    }
    return Optional.of(
        Remark.warning(
            "connection tracking",
            used + " of " + room + " flows",
            "when it is full the kernel drops new flows, whatever policy says",
            "raise net.netfilter.nf_conntrack_max"));
  }

  private static long number(HostFacts facts, String sysctl) {
    String text = facts.sysctls().getOrDefault(sysctl, "");
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }
}
