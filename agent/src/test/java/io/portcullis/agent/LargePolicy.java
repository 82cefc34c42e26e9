package io.portcullis.agent;

import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resolve.HostLink;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Text of policy that becomes large maps with an element and its counter for each source. */
public final class LargePolicy {

  private LargePolicy() {}

  /**
   * Policies that each let ten addresses of a set of its own reach a port from 30000 on, on {@code
   * eth0} of {@code node1}, before the other NodePorts are denied, and UDP port 5000 of some
   * destinations.
   */
  public static String text(int policies) {
    return "{apiVersion: projectcalico.org/v3, kind: HostEndpoint, metadata: {name: e, labels:"
        + " {role: node}}, spec: {node: node1, interfaceName: eth0}}\n"
        + IntStream.range(0, policies)
            .mapToObj(i -> set(i, 10) + policy(i, "Allow", 30_000 + i))
            .collect(Collectors.joining())
        + policy("rest", 900_000, "Deny", "protocol: TCP", "destination: {ports: ['30000:32767']}")
        + policy(
            "elsewhere",
            900_001,
            "Deny",
            "protocol: UDP",
            "destination: {nets: ["
                + IntStream.range(9, 30)
                    .mapToObj(length -> (100 + length) + ".0.0.0/" + length)
                    .collect(Collectors.joining(", "))
                + "], ports: [5000]}");
  }

  /** Set {@code i} of so many addresses: {@code 10.A.B.2}, {@code 10.A.B.4} and so on. */
  public static String set(int i, int count) {
    return "---\n{apiVersion: projectcalico.org/v3, kind: GlobalNetworkSet, metadata: {name: s%d,"
            .formatted(i)
        + " labels: {net: s%d}}, spec: {nets: [".formatted(i)
        + IntStream.rangeClosed(1, count)
            .mapToObj(j -> "10.%d.%d.%d/32".formatted(i / 256, i % 256, 2 * j))
            .collect(Collectors.joining(", "))
        + "]}}\n";
  }

  /** Policy {@code i}, about the sources of its set and a TCP port. */
  public static String policy(int i, String action, int port) {
    return policy(
        "p" + i,
        i,
        action,
        "protocol: TCP, source: {selector: \"net == 's%d'\"}".formatted(i),
        "destination: {ports: [%d]}".formatted(port));
  }

  private static String policy(String name, int order, String action, String what, String where) {
    return "---\n{apiVersion: projectcalico.org/v3, kind: GlobalNetworkPolicy, metadata: {name: "
        + name
        + "}, spec: {order: "
        + order
        + ", preDNAT: true, applyOnForward: true, selector: \"role == 'node'\", ingress: [{action: "
        + action
        + ", "
        + what
        + ", "
        + where
        + "}]}}\n";
  }

  /** What applies on {@code node1}. */
  static Desired desired(String text) {
    return Desired.of(
        List.of(new SourceText("large.yaml", text)),
        "node1",
        List.<HostLink>of(),
        DataplaneSettings.defaults());
  }
}
