package io.portcullis.agent.control;

import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.portcullis.api.v1.ControlGrpc;
import io.portcullis.api.v1.GetStatusRequest;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.testsupport.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An agent with mutual TLS on a port of this process's own network namespace. */
final class TlsBed implements AutoCloseable {

  final Certificates certificates;
  final RunningAgent agent;

  TlsBed(NetworkNamespace namespace, Path dir, Optional<Path> revocations, Certificates issuer)
      throws Exception {
    this(namespace, dir, revocations, issuer, DataplaneSettings.defaults());
  }

  TlsBed(
      NetworkNamespace namespace,
      Path dir,
      Optional<Path> revocations,
      Certificates issuer,
      DataplaneSettings dataplane)
      throws Exception {
    this.certificates = issuer;
    Certificates.Issued server = issuer.once("node1");
    ControlSettings settings =
        new ControlSettings(
            dir.resolve("control.sock"),
            Optional.empty(),
            false,
            Optional.of(
                new ControlSettings.Tls(
                    "127.0.0.1",
                    0,
                    server.certificate(),
                    server.key(),
                    Files.copy(issuer.authority(), dir.resolve("clients.pem")),
                    revocations,
                    List.of("viewer"),
                    List.of("operator"))));
    this.agent =
        new RunningAgent(
            namespace, settings, Optional.empty(), dir.resolve("state"), false, dataplane, false);
  }

  int port() {
    return agent.server.port().orElseThrow();
  }

  ChannelCredentials as(Certificates.Issued issued) throws Exception {
    return TlsChannelCredentials.newBuilder()
        .keyManager(issued.certificate().toFile(), issued.key().toFile())
        .trustManager(certificates.authority().toFile())
        .build();
  }

  ManagedChannel channel(ChannelCredentials credentials) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port(), credentials)
        .overrideAuthority("node1")
        .build();
  }

  /** What a read comes to, by a connection of its own. */
  Code asks(ChannelCredentials credentials) {
    ManagedChannel channel = channel(credentials);
    try {
      return asks(channel);
    } finally {
      ManagedChannel unused = channel.shutdownNow();
    }
  }

  static Code asks(ManagedChannel channel) {
    try {
      var unused =
          ControlGrpc.newBlockingStub(channel)
              .withDeadlineAfter(20, TimeUnit.SECONDS)
              .getStatus(GetStatusRequest.getDefaultInstance());
      return Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  @Override
  public void close() {
    agent.close();
  }
}
