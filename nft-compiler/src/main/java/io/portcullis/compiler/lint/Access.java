package io.portcullis.compiler.lint;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import io.portcullis.policy.resolve.Finding;
import io.portcullis.policy.resolve.HostLink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Denys that cut what a node needs: the session of whoever asks, and tunnels between nodes. */
final class Access {

  /** Addresses of other nodes that are looked at. */
  private static final int PEERS = 64;

  /** Nodes that are named in a finding. */
  private static final int NAMED = 3;

  private static final int EPHEMERAL = 40_000;

  private final NodePolicy node;
  private final Surroundings surroundings;

  Access(NodePolicy node, Surroundings surroundings) {
    this.node = node;
    this.surroundings = surroundings;
  }

  /** Of those who ask. */
  List<Finding> sessions() {
    return surroundings.sessions().stream()
        .flatMap(session -> SessionCut.by(node, surroundings.links(), session).stream())
        .map(cut -> new Finding(cut.rule().position(), cut.text()))
        .toList();
  }

  List<Finding> tunnels() {
    List<Finding> out = new ArrayList<>();
    tunnels(out);
    return out;
  }

  /** Calico's and others' ways from node to node, by the ports that they have if nobody chose. */
  private enum Tunnel {
    VXLAN("VXLAN (UDP 4789)", ProtocolSet.UDP, 4789),
    IPIP("IP in IP (protocol 4)", 4, 0),
    WIREGUARD("WireGuard (UDP 51820)", ProtocolSet.UDP, 51_820),
    WIREGUARD_V6("WireGuard (UDP 51821)", ProtocolSet.UDP, 51_821);

    private final String text;
    private final int protocol;
    private final int port;

    Tunnel(String text, int protocol, int port) {
      this.text = text;
      this.protocol = protocol;
      this.port = port;
    }
  }

  private static final class Cut {

    private final Set<String> tunnels = new LinkedHashSet<>();
    private final Set<String> nodes = new LinkedHashSet<>();
  }

  private void tunnels(List<Finding> out) {
    Map<RuleId, Cut> cuts = new LinkedHashMap<>();
    for (HostLink link : surroundings.links()) {
      for (Address own : link.addresses()) {
        surroundings.peers().stream()
            .filter(peer -> peer.address().family() == own.family())
            .limit(PEERS)
            .forEach(peer -> tunnels(link, own, peer, cuts));
      }
    }
    cuts.forEach(
        (rule, cut) ->
            out.add(
                new Finding(
                    rule.position(),
                    Lint.name(rule)
                        + " denies "
                        + String.join(", ", cut.tunnels)
                        + " from other nodes: "
                        + String.join(", ", cut.nodes.stream().limit(NAMED).toList())
                        + (cut.nodes.size() > NAMED ? ", …" : ""))));
  }

  private void tunnels(HostLink link, Address own, Surroundings.Peer peer, Map<RuleId, Cut> cuts) {
    for (Tunnel tunnel : Tunnel.values()) {
      int sourcePort = tunnel.port == 0 ? 0 : EPHEMERAL;
      denying(packet(link, tunnel.protocol, peer.address(), sourcePort, own, tunnel.port))
          .ifPresent(
              rule -> {
                Cut cut = cuts.computeIfAbsent(rule, key -> new Cut());
                cut.tunnels.add(tunnel.text);
                cut.nodes.add(peer.node() + " (" + peer.address() + ")");
              });
    }
  }

  private Optional<RuleId> denying(Packet packet) {
    return SessionCut.denying(node, packet);
  }

  private static Packet packet(
      HostLink link, int protocol, Address from, int fromPort, Address to, int toPort) {
    return new Packet(
        link.name(), protocol, from, to, fromPort, toPort, 0, 0, ConntrackState.NEW, true);
  }
}
