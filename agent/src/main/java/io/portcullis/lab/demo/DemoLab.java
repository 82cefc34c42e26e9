package io.portcullis.lab.demo;

import io.portcullis.lab.Host;
import io.portcullis.lab.NodePortDnat;
import io.portcullis.lab.NodePortDnat.Service;
import io.portcullis.lab.Topology;
import io.portcullis.lab.probe.EchoServers;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The lab with servers in it, and NodePorts that lead to them. */
final class DemoLab implements AutoCloseable {

  private final Topology topology;
  private final EchoServers servers;

  private DemoLab(Topology topology, EchoServers servers) {
    this.topology = topology;
    this.servers = servers;
  }

  /**
   * Builds it, without policy.
   *
   * @throws io.portcullis.lab.LabException if a program is missing or fails
   * @throws io.portcullis.netlink.sys.SystemCallException without CAP_SYS_ADMIN
   */
  static DemoLab create() {
    DemoLab lab = new DemoLab(Topology.create(), EchoServers.start());
    try {
      lab.build();
    } catch (RuntimeException | Error e) {
      lab.close();
      throw e;
    }
    return lab;
  }

  Topology topology() {
    return topology;
  }

  NetworkNamespace guarded() {
    return topology.node1().namespace();
  }

  private void build() {
    // Pods can be asked directly too, so that forwarding without DNAT is seen to be guarded.
    topology.router().route("10.244.0.0/16", "192.0.2.11");
    topology.router().route("fd00:244::/32", "2001:db8:2::11");
    servers
        .listen(topology.podA(), 8080, 22)
        .listen(topology.podC(), 8443)
        .listen(topology.node1(), 9100, 8080, 22)
        .listen(topology.outside(), 53);
    NodePortDnat.NFT.program(topology.node1(), services());
  }

  private List<Service> services() {
    List<Service> services = new ArrayList<>();
    both(services, 30_080, topology.podA(), 8080);
    both(services, 30_443, topology.podC(), 8443);
    both(services, 30_999, topology.podA(), 8080);
    both(services, 31_000, topology.podC(), 8443);
    both(services, 31_005, topology.node1(), 9100);
    both(services, 31_010, topology.podA(), 8080);
    both(services, 31_011, topology.podC(), 8443);
    both(services, 32_000, topology.podA(), 8080);
    return services;
  }

  private static void both(List<Service> out, int nodePort, Host backend, int targetPort) {
    out.add(new Service("tcp", nodePort, backend, targetPort));
    out.add(new Service("udp", nodePort, backend, targetPort));
  }

  /**
   * Which ports clients ask from. A port that was used before policy was loaded would find its
   * connection still tracked, and policy would not be asked again.
   */
  void clientPorts(int first, int last) {
    for (String name : List.of("office", "outside", "node1", "node2", "podA", "podB")) {
      topology.host(name).sysctl(Map.of("ipv4/ip_local_port_range", first + " " + last));
    }
  }

  @Override
  public void close() {
    servers.close();
    topology.close();
  }
}
