package io.portcullis.lab;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two clients and a router in front of node1, node2 behind it, and pods on both.
 *
 * <pre>
 *   office  198.51.100.10 ──┐
 *                           router ── eth0 node1 eth1 ── eth0 node2 ── podC 10.244.2.2
 *   outside 203.0.113.10  ──┘               │ │
 *                              cali-pods: podA podB 10.244.1.2, .3
 * </pre>
 *
 * <p>Each has both families. No duplicate address detection, so that all is usable at once. Closing
 * it ends every namespace; so does the end of this process.
 */
public final class Topology implements AutoCloseable {

  /** Node1's links: to the router, to node2, to its two pods. */
  public static final List<String> NODE_LINKS =
      List.of("eth0", "eth1", "cali0000000000a", "cali0000000000b");

  private final Map<String, Host> hosts = new LinkedHashMap<>();

  private Topology() {}

  /**
   * Builds it, in well under a second.
   *
   * @throws LabException if the kernel refuses something
   * @throws io.portcullis.netlink.sys.SystemCallException without CAP_SYS_ADMIN
   */
  public static Topology create() {
    Topology topology = new Topology();
    try {
      topology.build();
    } catch (RuntimeException | Error e) {
      topology.close();
      throw e;
    }
    return topology;
  }

  public Host office() {
    return host("office");
  }

  public Host outside() {
    return host("outside");
  }

  public Host router() {
    return host("router");
  }

  /** The node that is guarded. */
  public Host node1() {
    return host("node1");
  }

  public Host node2() {
    return host("node2");
  }

  /** A pod on node1. */
  public Host podA() {
    return host("podA");
  }

  /** Another pod on node1. */
  public Host podB() {
    return host("podB");
  }

  /** A pod on node2. */
  public Host podC() {
    return host("podC");
  }

  /**
   * The host of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Host host(String name) {
    Host host = hosts.get(name);
    if (host == null) {
      throw new IllegalArgumentException("the lab has no " + name + ", only " + hosts.keySet());
    }
    return host;
  }

  private void build() {
    add("office", "198.51.100.10", "2001:db8:51::10");
    add("outside", "203.0.113.10", "2001:db8:113::10");
    add("router", "192.0.2.1", "2001:db8:2::1");
    add("node1", "192.0.2.11", "2001:db8:2::11");
    add("node2", "10.0.0.2", "fd00:1::2");
    add("podA", "10.244.1.2", "fd00:244:1::2");
    add("podB", "10.244.1.3", "fd00:244:1::3");
    add("podC", "10.244.2.2", "fd00:244:2::2");
    hosts.values().forEach(Topology::settings);
    links();
  }

  private void add(String name, String v4, String v6) {
    hosts.put(name, Host.create(name, v4, v6));
  }

  private static void settings(Host host) {
    host.sysctl(
        Map.of(
            "ipv4/ip_forward", "1",
            "ipv4/conf/all/rp_filter", "0",
            "ipv4/conf/default/rp_filter", "0",
            "ipv4/conf/all/send_redirects", "0",
            "ipv4/conf/default/send_redirects", "0",
            "ipv6/conf/all/accept_dad", "0",
            "ipv6/conf/default/accept_dad", "0",
            "ipv6/conf/all/forwarding", "1",
            "ipv6/conf/default/forwarding", "1"));
  }

  private void links() {
    try (Wiring router = Wiring.of(router());
        Wiring node1 = Wiring.of(node1());
        Wiring node2 = Wiring.of(node2())) {
      router
          .veth("office", Mac.ROUTER_OFFICE, office(), "eth0", Mac.OFFICE)
          .veth("outside", Mac.ROUTER_OUTSIDE, outside(), "eth0", Mac.OUTSIDE)
          .veth("node1", Mac.ROUTER_NODE, node1(), "eth0", Mac.NODE_ETH0);
      node1
          .veth("eth1", Mac.NODE_ETH1, node2(), "eth0", Mac.NODE2)
          .veth("cali0000000000a", Mac.NODE_POD_A, podA(), "eth0", Mac.POD_A)
          .veth("cali0000000000b", Mac.NODE_POD_B, podB(), "eth0", Mac.POD_B);
      node2.veth("cali0000000000c", Mac.NODE2_POD_C, podC(), "eth0", Mac.POD_C);
      addresses(router, node1, node2);
    }
  }

  private void addresses(Wiring router, Wiring node1, Wiring node2) {
    router
        .up("lo", "office", "outside", "node1")
        .address("office", "198.51.100.1/24", "2001:db8:51::1/64")
        .address("outside", "203.0.113.1/24", "2001:db8:113::1/64")
        .address("node1", "192.0.2.1/24", "2001:db8:2::1/64");
    client(office(), "198.51.100.1", "2001:db8:51::1");
    client(outside(), "203.0.113.1", "2001:db8:113::1");
    node1
        .up("lo", "eth0", "eth1", "cali0000000000a", "cali0000000000b")
        .address("eth0", "192.0.2.11/24", "2001:db8:2::11/64")
        .address("eth1", "10.0.0.1/24", "fd00:1::1/64")
        .defaultVia("192.0.2.1", "2001:db8:2::1")
        .via(Wiring.prefix("10.244.2.0/24"), "10.0.0.2")
        .via(Wiring.prefix("fd00:244:2::/64"), "fd00:1::2")
        .pod("cali0000000000a", podA(), "10.244.1.1", "fd00:244:1::1")
        .pod("cali0000000000b", podB(), "10.244.1.1", "fd00:244:1::1");
    node2
        .up("lo", "eth0", "cali0000000000c")
        .address("eth0", "10.0.0.2/24", "fd00:1::2/64")
        .defaultVia("10.0.0.1", "fd00:1::1")
        .pod("cali0000000000c", podC(), "10.244.2.1", "fd00:244:2::1");
    pod(podA(), "10.244.1.1", "fd00:244:1::1");
    pod(podB(), "10.244.1.1", "fd00:244:1::1");
    pod(podC(), "10.244.2.1", "fd00:244:2::1");
  }

  /** A pod has one address and a route to its node, as Calico gives it. */
  private static void pod(Host pod, String via4, String via6) {
    try (Wiring wiring = Wiring.of(pod)) {
      wiring
          .up("lo", "eth0")
          .address("eth0", pod.v4().toString(), pod.v6().toString())
          .device(via4, via6, "eth0")
          .defaultVia(via4, via6);
    }
  }

  private static void client(Host host, String via4, String via6) {
    try (Wiring wiring = Wiring.of(host)) {
      wiring
          .up("lo", "eth0")
          .address("eth0", host.v4() + "/24", host.v6() + "/64")
          .defaultVia(via4, via6);
    }
  }

  @Override
  public void close() {
    hosts.values().forEach(host -> host.namespace().close());
  }
}
