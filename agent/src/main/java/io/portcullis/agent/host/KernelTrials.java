package io.portcullis.agent.host;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.Desired;
import io.portcullis.agent.Programmer;
import io.portcullis.agent.Proven;
import io.portcullis.netlink.NetlinkException;
import io.portcullis.netlink.conntrack.Conntrack;
import io.portcullis.netlink.conntrack.ConntrackFilter;
import io.portcullis.netlink.nflog.Nflog;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.netlink.sys.SystemCallException;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resolve.HostLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the kernel can do of all that policy may need, found by having it done: each trial programs
 * a small policy into a network namespace that nothing else is in, reads it back and compares.
 */
public final class KernelTrials {

  private static final String NODE = "trial";

  private static final String POLICY =
      """
      apiVersion: projectcalico.org/v3
      kind: HostEndpoint
      metadata: {name: trial, labels: {trial: "yes"}}
      spec: {node: trial, interfaceName: trial0}
      ---
      apiVersion: projectcalico.org/v3
      kind: GlobalNetworkPolicy
      metadata: {name: trial}
      spec:
        preDNAT: true
        applyOnForward: true
        selector: trial == 'yes'
        ingress:
      """;

  private static final String PORTS =
      "  - {action: Allow, protocol: TCP, destination: {ports: [30080, '31000:31010']}}\n";
  private static final String NETS =
      """
        - action: Allow
          protocol: UDP
          source: {nets: [192.0.2.0/24, 198.51.100.0/25, 203.0.113.7/32]}
          destination: {ports: [30080]}
        - action: Allow
          protocol: UDP
          source: {nets: ["2001:db8::/33", "2001:db8:8000::7/128"]}
          destination: {ports: [30080]}
      """;
  private static final String ICMP = "  - {action: Allow, protocol: ICMP, icmp: {type: 8}}\n";
  private static final String LOG = "  - {action: Log}\n";
  private static final String DENY = "  - {action: Deny}\n";

  private KernelTrials() {}

  /** Tries everything; takes a second or two. */
  public static List<Remark> run() {
    try (NetworkNamespace namespace = NetworkNamespace.create("trial")) {
      return namespace.call(KernelTrials::all);
    } catch (SystemCallException e) {
      return List.of(
          Remark.warning(
              "kernel",
              "nothing could be tried: " + e.getMessage(),
              "what this kernel can do is not known",
              "run it as root"));
    } catch (Exception e) {
      // The trials catch what trials throw.
      throw e instanceof RuntimeException known ? known : new IllegalStateException(e);
    }
  }

  private static List<Remark> all() {
    DataplaneSettings defaults = DataplaneSettings.defaults();
    DataplaneSettings police =
        new DataplaneSettings(
            defaults.failsafes(),
            defaults.failsafeScope(),
            defaults.loopback(),
            DataplaneSettings.EstablishedFlows.POLICE,
            defaults.conntrackInvalid(),
            true);
    List<Remark> found = new ArrayList<>();
    found.add(policy("nf_tables", "maps of ports, connection states, counters", PORTS, defaults));
    found.add(policy("networks", "rules by source, IPv4 and IPv6", NETS, defaults));
    found.add(policy("ICMP", "rules by type", ICMP, defaults));
    found.add(policy("logging", "rules that log", LOG, defaults));
    found.add(policy("policed flows", "establishedFlows: police", PORTS, police));
    found.add(ownedTable());
    found.add(denied());
    found.add(tracked());
    return List.copyOf(found);
  }

  private static Proven proven(String rules, DataplaneSettings settings) {
    List<SourceText> texts = List.of(new SourceText("trial", POLICY + rules + DENY));
    List<HostLink> links = List.of(new HostLink("trial0", List.of()));
    return Proven.of(Desired.of(texts, NODE, links, settings).compiled());
  }

  private static Remark policy(
      String subject, String what, String rules, DataplaneSettings settings) {
    try {
      var unused = Programmer.program(proven(rules, settings));
      return Remark.ok(subject, what, "");
    } catch (AgentException e) {
      return Remark.error(
          subject,
          what + ": " + e.getMessage(),
          "policy that needs it cannot be programmed",
          e.hint());
    }
  }

  /** In a namespace of its own: a table that was made without owner never gets one. */
  private static Remark ownedTable() {
    String subject = "owned table";
    try (NetworkNamespace namespace = NetworkNamespace.create("owner")) {
      Optional<String> why =
          namespace.call(
              () -> {
                try (Programmer programmer = Programmer.open(true)) {
                  var unused = programmer.bring(proven(DENY, DataplaneSettings.defaults()));
                  return programmer.notOwned();
                }
              });
      return why.map(
              reason ->
                  Remark.note(
                      subject,
                      reason,
                      "others can change the table; a running agent repairs that within"
                          + " milliseconds"))
          .orElseGet(() -> Remark.ok(subject, "others cannot change it", ""));
    } catch (Exception e) {
      return Remark.note(subject, "could not be tried: " + e.getMessage(), "");
    }
  }

  private static Remark denied() {
    try {
      Nflog.open(1, 64).close();
      return Remark.ok("nflog", "packets that rules log can be received", "");
    } catch (NetlinkException e) {
      return Remark.note(
          "nflog", String.valueOf(e.getMessage()), "packets that rules log cannot be received");
    }
  }

  private static Remark tracked() {
    try (Conntrack conntrack = Conntrack.open()) {
      var unused = conntrack.list(ConntrackFilter.ALL);
      return Remark.ok("conntrack", "flows can be listed", "");
    } catch (NetlinkException e) {
      return Remark.note("conntrack", String.valueOf(e.getMessage()), "flows cannot be listed");
    }
  }
}
