package io.portcullis.integration.load;

import io.grpc.TlsChannelCredentials;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Certificates;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** How clients reach an agent. */
interface Door {

  /** Arguments of {@code portcullis agent} by which there is this door. */
  List<String> arguments();

  /** A client with so many connections. */
  Client open(AgentRun agent, int connections) throws Exception;

  /** The socket on the disk, which every agent has. */
  static Door socket() {
    return new Door() {
      @Override
      public List<String> arguments() {
        return List.of();
      }

      @Override
      public Client open(AgentRun agent, int connections) {
        return Client.local(agent.socket(), connections);
      }
    };
  }

  /**
   * TCP with mutual TLS, over the loopback link of the agent's namespace.
   *
   * @param directory for certificates
   */
  static Door tls(NetworkNamespace namespace, Path directory) throws Exception {
    Certificates authority = new Certificates(directory.resolve("pki"));
    Certificates.Issued node = authority.issue(NAME);
    Certificates.Issued writer = authority.issue("orchestrator");
    return new Door() {
      @Override
      public List<String> arguments() {
        return List.of(
            "--tls-listen=" + AT.getAddress().getHostAddress() + ":" + AT.getPort(),
            "--tls-cert=" + node.certificate(),
            "--tls-key=" + node.key(),
            "--tls-client-ca=" + authority.authority(),
            "--tls-writer=orchestrator");
      }

      @Override
      public Client open(AgentRun agent, int connections) throws Exception {
        var credentials =
            TlsChannelCredentials.newBuilder()
                .keyManager(writer.certificate().toFile(), writer.key().toFile())
                .trustManager(authority.authority().toFile())
                .build();
        return Client.remote(namespace, AT, NAME, credentials, connections);
      }
    };
  }

  /** In a namespace of its own, where nobody else listens. */
  InetSocketAddress AT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 7443);

  /** What the agent's certificate says. */
  String NAME = "node1";
}
