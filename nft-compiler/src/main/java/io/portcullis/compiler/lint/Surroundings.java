package io.portcullis.compiler.lint;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.resolve.HostLink;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a node besides its policy.
 *
 * @param links of the node
 * @param peers addresses of other nodes
 * @param session of whoever asks, if it is known
 */
public record Surroundings(List<HostLink> links, List<Peer> peers, Optional<Session> session) {

  public Surroundings {
    links = List.copyOf(links);
    peers = List.copyOf(peers);
  }

  /** An address of another node. */
  public record Peer(String node, Address address) {}
}
