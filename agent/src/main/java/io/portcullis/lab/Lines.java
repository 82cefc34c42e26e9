package io.portcullis.lab;

/** Lines for {@code ip -batch}. */
final class Lines {

  private Lines() {}

  /**
   * Links up. Each gets a link-local address from the kernel: without one, a router cannot ask for
   * its neighbour's hardware address (net/ipv6/ndisc.c, {@code ndisc_send_ns}).
   */
  static String up(String... links) {
    StringBuilder out = new StringBuilder();
    for (String link : links) {
      out.append("link set dev ").append(link).append(" up\n");
    }
    return out.toString();
  }

  /** One address of each family, usable at once. */
  static String address(String link, String v4, String v6) {
    return "addr add %s dev %s\naddr add %s dev %s nodad\n".formatted(v4, link, v6, link);
  }

  /** Routes through a gateway, in each family. */
  static String via(String to4, String to6, String v4, String v6) {
    return "route add %s via %s\nroute add %s via %s\n".formatted(to4, v4, to6, v6);
  }

  /** Routes out of a link, in each family. */
  static String device(String to4, String to6, String link) {
    return "route add %s dev %s\nroute add %s dev %s\n".formatted(to4, link, to6, link);
  }

  /** The node's side of a pod: the gateway's address, and a route to the pod. */
  static String pod(String link, Host pod, String gateway4, String gateway6) {
    return address(link, gateway4 + "/32", gateway6 + "/128")
        + device(pod.v4().toString(), pod.v6().toString(), link);
  }
}
