package io.portcullis.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.lab.Host;
import io.portcullis.lab.Topology;
import io.portcullis.lab.probe.Answer;
import io.portcullis.lab.probe.EchoServers;
import io.portcullis.lab.probe.Probe;
import io.portcullis.lab.probe.Prober;
import java.util.ArrayList;
import java.util.List;

/** The topology with a server on each of some ports everywhere, and the node under policy. */
final class Lab implements AutoCloseable {

  /** Ports that every host listens on, over both transports. */
  static final int[] PORTS = {22, 8080, 8081, 8082};

  private final Topology topology;
  private final EchoServers servers;
  private final Node node;
  private final Wire wire;

  private Lab(Topology topology, EchoServers servers, Node node, Wire wire) {
    this.topology = topology;
    this.servers = servers;
    this.node = node;
    this.wire = wire;
  }

  /** Builds it all, or leaves nothing behind. */
  static Lab create() {
    List<AutoCloseable> made = new ArrayList<>();
    try {
      Topology topology = Topology.create();
      made.add(topology);
      EchoServers servers = EchoServers.start();
      made.add(0, servers);
      for (Host host : hosts(topology)) {
        EchoServers unused = servers.listen(host, PORTS);
      }
      // Packets to pods and to node2 as they are, besides those by NodePort.
      for (String pods : List.of("10.244.0.0/16", "10.0.0.0/24")) {
        topology.router().route(pods, "192.0.2.11");
      }
      for (String pods : List.of("fd00:244::/32", "fd00:1::/64")) {
        topology.router().route(pods, "2001:db8:2::11");
      }
      Node node = Node.of(topology.node1());
      made.add(0, node);
      return new Lab(topology, servers, node, Wire.of(topology, node));
    } catch (Exception e) {
      closeAll(made);
      throw new IllegalStateException("the lab cannot be built", e);
    }
  }

  private static List<Host> hosts(Topology lab) {
    return List.of(
        lab.office(), lab.outside(), lab.node1(), lab.node2(), lab.podA(), lab.podB(), lab.podC());
  }

  /** The machines and pods. */
  Topology topology() {
    return topology;
  }

  /** The guarded node. */
  Node node() {
    return node;
  }

  /** The link from the router to the node. */
  Wire wire() {
    return wire;
  }

  /** Starts all flows at once; each must get its answer. */
  void expect(Flow... flows) {
    List<Probe> probes = new ArrayList<>();
    List<Answer> expected = new ArrayList<>();
    for (Flow flow : flows) {
      flow.probes()
          .forEach(
              probe -> {
                probes.add(probe);
                expected.add(flow.expected());
              });
    }
    Tally.probes(probes.size());
    List<Answer> answers = Prober.ask(probes);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      if (!answers.get(i).equals(expected.get(i))) {
        wrong.add(text(probes.get(i)) + ": " + answers.get(i) + ", not " + expected.get(i));
      }
    }
    assertThat(wrong)
        .describedAs("of %d probes, these got another answer", probes.size())
        .isEmpty();
  }

  private static String text(Probe probe) {
    return "%s %s to %s port %d"
        .formatted(probe.from().name(), probe.transport(), probe.to(), probe.port());
  }

  @Override
  public void close() {
    closeAll(List.of(wire, node, servers, topology));
  }

  /** Closes each, also if an earlier one fails. */
  private static void closeAll(List<AutoCloseable> parts) {
    IllegalStateException failure = new IllegalStateException("the lab cannot be closed");
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }
}
