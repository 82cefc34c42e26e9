package io.portcullis.agent.control;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.portcullis.compiler.lint.Session;
import io.portcullis.policy.address.Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The connections by which somebody asks for a change. */
final class Sessions {

  private Sessions() {}

  /** That of a call; empty if it does not come over the network. */
  static Optional<Session> of(Attributes attributes) {
    return attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress client
            && attributes.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR) instanceof InetSocketAddress server
        ? Optional.of(
            new Session(
                Address.of(client.getAddress().getAddress()),
                client.getPort(),
                Address.of(server.getAddress().getAddress()),
                server.getPort()))
        : Optional.empty();
  }

  /**
   * That of the call under way, and the one that the caller speaks of.
   *
   * @param told whether the caller does
   */
  static List<Session> of(boolean told, io.portcullis.api.v1.Session session) {
    List<Session> all = new ArrayList<>(Caller.KEY.get().session().stream().toList());
    if (told) {
      all.add(session(session));
    }
    return List.copyOf(all);
  }

  private static Session session(io.portcullis.api.v1.Session told) {
    Address client = PacketRequest.address("session.client", told.getClient());
    Address server = PacketRequest.address("session.server", told.getServer());
    if (client.family() != server.family()) {
      throw Statuses.invalid("session.server", "it is of another family than the client");
    }
    return new Session(
        client,
        PacketRequest.within("session.client_port", told.getClientPort(), 65535),
        server,
        PacketRequest.within("session.server_port", told.getServerPort(), 65535));
  }
}
