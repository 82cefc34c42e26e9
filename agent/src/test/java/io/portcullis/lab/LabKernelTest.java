package io.portcullis.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.lab.NodePortDnat.Service;
import io.portcullis.lab.probe.Answer;
import io.portcullis.lab.probe.EchoServers;
import io.portcullis.lab.probe.Probe;
import io.portcullis.lab.probe.Probe.Transport;
import io.portcullis.lab.probe.Prober;
import io.portcullis.policy.address.Family;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Without policy, everything in the lab reaches what it should. */
class LabKernelTest {

  @ParameterizedTest
  @EnumSource(NodePortDnat.class)
  void nodePortsReachTheNodeALocalPodAndARemotePod(NodePortDnat dnat) {
    try (Topology lab = Topology.create();
        EchoServers servers = EchoServers.start()) {
      List<Host> backends = List.of(lab.node1(), lab.podA(), lab.podC());
      List<Service> services = new ArrayList<>();
      List<Probe> probes = new ArrayList<>();
      List<Answer> expected = new ArrayList<>();
      for (Host backend : backends) {
        int port = 30_080 + services.size();
        services.add(new Service("tcp", port, backend, 8080));
        services.add(new Service("udp", port, backend, 8080));
        services.add(new Service("sctp", port, backend, 8080));
        servers.listen(backend, 8080);
        for (Host from : List.of(lab.office(), lab.outside(), lab.node2())) {
          for (Family family : Family.values()) {
            for (Transport transport : Transport.values()) {
              probes.add(new Probe(from, transport, lab.node1().address(family), port, Probe.LONG));
              expected.add(new Answer.Reached(backend.name()));
            }
          }
        }
      }
      dnat.program(lab.node1(), services);

      assertThat(Prober.ask(probes)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void refusalAndSilenceAreToldApart(Transport transport) {
    try (Topology lab = Topology.create()) {
      Shell.must(
          lab.node1().namespace(),
          "table inet t { chain c { type filter hook prerouting priority 0;"
              + " meta l4proto { tcp, udp } th dport 9 drop; }; }",
          "nft",
          "-f",
          "-");
      for (Family family : Family.values()) {
        var to = lab.node1().address(family);
        assertThat(Prober.ask(new Probe(lab.office(), transport, to, 10, Probe.LONG)))
            .isEqualTo(Answer.REFUSED);
        assertThat(Prober.ask(new Probe(lab.office(), transport, to, 9, Probe.SHORT)))
            .isEqualTo(Answer.SILENCE);
      }
    }
  }
}
