package io.portcullis.agent.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Other programs that have a say in what becomes of packets, and what each means for policy. */
public final class Neighbours {

  private static final String DNAT_AFTER =
      "its DNAT comes right after policy, which sees the port that the client asked for";

  private Neighbours() {}

  /** All that is told by what was seen. */
  public static List<Remark> of(HostFacts facts) {
    List<Remark> found = new ArrayList<>();
    kubeProxy(facts).ifPresent(found::add);
    docker(facts).ifPresent(found::add);
    calico(facts).ifPresent(found::add);
    cilium(facts).ifPresent(found::add);
    firewalld(facts).ifPresent(found::add);
    legacy(facts).ifPresent(found::add);
    found.addAll(PacketPaths.of(facts));
    return List.copyOf(found);
  }

  private static Optional<Remark> kubeProxy(HostFacts facts) {
    boolean nft = facts.hasTable("kube-proxy");
    boolean iptables = facts.hasChain("KUBE-SERVICES");
    String subject = "kube-proxy";
    if (facts.hasLink("kube-ipvs0") || facts.kubeProxyMode().filter("ipvs"::equals).isPresent()) {
      return Optional.of(
          Remark.ok(
              subject,
              "in ipvs mode",
              "it takes NodePorts where packets enter the node, after policy, which sees the port"
                  + " that the client asked for"));
    }
    if (nft && iptables) {
      return Optional.of(
          Remark.warning(
              subject,
              "tables of its nftables mode and of its iptables mode at once",
              "one of both is left over, and may send NodePorts to pods that are gone",
              "run kube-proxy --cleanup, and start it again"));
    }
    if (nft || iptables || facts.kubeProxyMode().isPresent()) {
      String mode =
          nft ? "nftables" : iptables ? "iptables" : facts.kubeProxyMode().orElse("iptables");
      return Optional.of(Remark.ok(subject, "in " + mode + " mode", DNAT_AFTER));
    }
    return facts.runs(subject)
        ? Optional.of(
            Remark.note(
                subject,
                "runs, in which mode cannot be told",
                "in any of its modes its DNAT comes after policy"))
        : Optional.empty();
  }

  private static Optional<Remark> docker(HostFacts facts) {
    return facts.hasLink("docker0")
            || facts.hasChain("DOCKER")
            || facts.hasTable("docker-bridges")
            || facts.runs("dockerd")
        ? Optional.of(
            Remark.ok(
                "Docker",
                facts.runs("dockerd") ? "runs" : "left links or chains",
                "published ports are forwarded after policy, which sees the published port; what"
                    + " containers send comes in by docker0 or br-…, and is guarded where an"
                    + " endpoint has that link, or \"*\""))
        : Optional.empty();
  }

  private static Optional<Remark> calico(HostFacts facts) {
    if (facts.hasLink("bpfin.cali") || facts.hasLink("bpfout.cali")) {
      return Optional.of(
          Remark.error(
              "Calico",
              "in eBPF mode",
              "it takes NodePorts at the device, before policy, which does not see them",
              "guard NodePorts with Calico's own policy, or turn its eBPF mode off"));
    }
    if (facts.hasChain("cali-PREROUTING") || facts.hasTable("calico")) {
      return Optional.of(
          Remark.note(
              "Calico",
              "with chains of its own at prerouting",
              "its pre-DNAT policy comes before ours, and both have to allow a packet: give a host"
                  + " endpoint to one of them only"));
    }
    return Optional.empty();
  }

  private static Optional<Remark> cilium(HostFacts facts) {
    if (!facts.hasLink("cilium_") && !facts.runs("cilium-agent")) {
      return Optional.empty();
    }
    boolean replaced =
        !facts.runs("kube-proxy")
            && !facts.hasTable("kube-proxy")
            && !facts.hasChain("KUBE-SERVICES");
    return Optional.of(
        replaced
            ? Remark.error(
                "Cilium",
                "is here, and no kube-proxy",
                "it takes NodePorts at the device, before policy, which does not see them",
                "guard NodePorts with Cilium's host firewall, or set kubeProxyReplacement: false"
                    + " and run kube-proxy")
            : Remark.warning(
                "Cilium",
                "is here, beside kube-proxy",
                "if kubeProxyReplacement is on, it takes NodePorts before policy sees them",
                "look at KubeProxyReplacement in what cilium-dbg status prints"));
  }

  private static Optional<Remark> firewalld(HostFacts facts) {
    return facts.hasTable("firewalld") || facts.runs("firewalld")
        ? Optional.of(
            Remark.note(
                "firewalld",
                "runs",
                "its zones judge after policy and after DNAT, and both have to allow a packet;"
                    + " when it is reloaded it leaves our table alone"))
        : Optional.empty();
  }

  private static Optional<Remark> legacy(HostFacts facts) {
    if (facts.legacyTables().isEmpty()) {
      return Optional.empty();
    }
    String names = String.join(", ", facts.legacyTables().stream().sorted().toList());
    return Optional.of(
        Remark.note(
            "iptables-legacy",
            "tables " + names,
            "raw and mangle come before policy, nat right after it; whose rules they are"
                + " iptables-legacy-save tells"));
  }
}
