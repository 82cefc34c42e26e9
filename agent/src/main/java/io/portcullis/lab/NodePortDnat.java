package io.portcullis.lab;

import io.portcullis.policy.address.Family;
import java.util.List;

/** NodePort DNAT and masquerading of kube-proxy's kind, made by one of the host's three tools. */
public enum NodePortDnat {
  NFT,
  IPTABLES_NFT,
  IPTABLES_LEGACY;

  /** kube-proxy's mark for what is to be masqueraded. */
  private static final String MARK = "0x4000";

  /**
   * One NodePort.
   *
   * @param protocol {@code tcp}, {@code udp} or {@code sctp}
   * @param nodePort on the node's own addresses
   * @param backend where it leads, the node itself or a pod
   * @param targetPort there
   */
  public record Service(String protocol, int nodePort, Host backend, int targetPort) {}

  /**
   * Programs the services on a node, in nat prerouting at priority -100, and masquerading behind
   * it.
   *
   * @throws LabException if the tool is missing or refuses
   */
  public void program(Host node, List<Service> services) {
    if (this == NFT) {
      Shell.must(node.namespace(), nft(services), "nft", "-f", "-");
      return;
    }
    String kind = this == IPTABLES_NFT ? "nft" : "legacy";
    for (Family family : Family.values()) {
      String tool = (family == Family.V4 ? "iptables-" : "ip6tables-") + kind + "-restore";
      Shell.must(node.namespace(), restore(family, services), tool);
    }
  }

  private static String nft(List<Service> services) {
    StringBuilder out =
        new StringBuilder("table inet kube-nodeports {\n chain prerouting {\n")
            .append("  type nat hook prerouting priority -100; policy accept;\n");
    for (Service service : services) {
      for (Family family : Family.values()) {
        out.append(
            "  meta nfproto %s fib daddr type local %s dport %d meta mark set mark or %s dnat %s to %s\n"
                .formatted(
                    family == Family.V4 ? "ipv4" : "ipv6",
                    service.protocol(),
                    service.nodePort(),
                    MARK,
                    family == Family.V4 ? "ip" : "ip6",
                    target(family, service)));
      }
    }
    return out.append(" }\n chain postrouting {\n")
        .append("  type nat hook postrouting priority 100; policy accept;\n")
        .append("  mark and " + MARK + " == " + MARK + " masquerade\n }\n}\n")
        .toString();
  }

  private static String restore(Family family, List<Service> services) {
    StringBuilder out = new StringBuilder("*nat\n");
    for (Service service : services) {
      String match =
          "-A PREROUTING -m addrtype --dst-type LOCAL -p %s --dport %d"
              .formatted(service.protocol(), service.nodePort());
      out.append(match).append(" -j MARK --or-mark " + MARK + "\n");
      out.append(match).append(" -j DNAT --to-destination ").append(target(family, service));
      out.append('\n');
    }
    return out.append("-A POSTROUTING -m mark --mark " + MARK + "/" + MARK + " -j MASQUERADE\n")
        .append("COMMIT\n")
        .toString();
  }

  private static String target(Family family, Service service) {
    String address = service.backend().address(family).toString();
    return (family == Family.V4 ? address : "[" + address + "]") + ":" + service.targetPort();
  }
}
