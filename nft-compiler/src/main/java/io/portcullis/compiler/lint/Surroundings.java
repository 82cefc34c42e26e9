package io.portcullis.compiler.lint;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.resolve.HostLink;
import java.util.List;

/**
 * What is known of a node besides its policy.
 *
 * @param links of the node
 * @param peers addresses of other nodes
 * @param sessions of whoever asks, as far as they are known
 */
public record Surroundings(List<HostLink> links, List<Peer> peers, List<Session> sessions) {

  public Surroundings {
    links = List.copyOf(links);
    peers = List.copyOf(peers);
    sessions = List.copyOf(sessions);
  }

  /** An address of another node. */
  public record Peer(String node, Address address) {}
}
