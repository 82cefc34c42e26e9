package io.portcullis.integration.scenario;

import static io.portcullis.integration.scenario.Yaml.*;

import io.portcullis.lab.Host;
import io.portcullis.lab.NodePortDnat;
import io.portcullis.lab.NodePortDnat.Service;
import io.portcullis.policy.address.Family;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Scenarios of flows that exist when policy changes: to node1, to a pod on it, to a pod elsewhere.
 */
abstract class OpenFlows extends Scenario {

  static final int PATIENCE_MILLIS = 8_000;
  static final String ALLOWS = ETH0 + policy("all", 10, "{action: Allow}");
  static final String DENIES = ETH0 + DENY_REST;

  @BeforeAll
  void nodePorts() {
    List<Service> services = new ArrayList<>();
    for (String protocol : List.of("tcp", "udp")) {
      services.add(new Service(protocol, 30_081, podA, 8080));
      services.add(new Service(protocol, 30_082, podC, 8080));
    }
    NodePortDnat.NFT.program(node1, services);
  }

  static Stream<Arguments> flows() {
    return Stream.of(8080, 30_081, 30_082)
        .flatMap(port -> Stream.of(Family.values()).map(family -> Arguments.of(port, family)));
  }

  static Socket connected(Host from, Host to, int port, Family family) throws Exception {
    return from.namespace()
        .call(
            () -> {
              Socket socket = new Socket();
              try {
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.connect(at(to, port, family), PATIENCE_MILLIS);
                return socket;
              } catch (IOException e) {
                socket.close();
                throw e;
              }
            });
  }

  static InetSocketAddress at(Host host, int port, Family family) throws Exception {
    return new InetSocketAddress(InetAddress.getByAddress(host.address(family).toBytes()), port);
  }
}
