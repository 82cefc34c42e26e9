package io.portcullis.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.lab.Mac;
import io.portcullis.lab.Shell;
import io.portcullis.lab.Topology;
import io.portcullis.lab.packet.RawPacket;
import io.portcullis.lab.packet.Transport;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.sys.PacketSocket;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Packets made byte by byte, put on the wire to the node's eth0 as if the router had forwarded
 * them, and a witness on the node that counts them before and after policy. After it they are
 * dropped, so that nothing answers what no host has sent.
 */
final class Wire implements AutoCloseable {

  private static final Address OFFICE_V4 = Address.parse("198.51.100.77");
  private static final Address OFFICE_V6 = Address.parse("2001:db8:51::77");
  private static final Address OUTSIDE_V4 = Address.parse("203.0.113.77");
  private static final Address OUTSIDE_V6 = Address.parse("2001:db8:113::77");

  /** Of what is sent last, to know that all before it went through. */
  private static final Address LAST = Address.parse("192.0.2.99");

  private static final long BOUND = 5_000_000_000L;

  /** Before reassembly (-400), and after DNAT (-100). */
  private static final String WITNESS =
      """
      table inet witness {
        chain arrived {
          type filter hook prerouting priority -450
          ip saddr 198.51.100.77 counter
          ip saddr 203.0.113.77 counter
          ip6 saddr 2001:db8:51::77 counter
          ip6 saddr 2001:db8:113::77 counter
        }
        chain last {
          type filter hook prerouting priority -440
          ip saddr 192.0.2.99 counter drop
        }
        chain survived {
          type filter hook prerouting priority -99
          ip saddr 198.51.100.77 counter drop
          ip saddr 203.0.113.77 counter drop
          ip6 saddr 2001:db8:51::77 counter drop
          ip6 saddr 2001:db8:113::77 counter drop
        }
      }
      """;

  private final Node node;
  private final PacketSocket socket;
  private final Topology topology;

  /** Source ports, ICMP identifiers and fragment identifications: a new flow for each packet. */
  private int fresh = 20_000;

  private Wire(Topology topology, Node node, PacketSocket socket) {
    this.topology = topology;
    this.node = node;
    this.socket = socket;
  }

  /** A socket at the router's end of the link to node1, and the witness on node1. */
  static Wire of(Topology topology, Node node) throws Exception {
    String unused = Shell.must(topology.node1().namespace(), WITNESS, "nft", "-f", "-");
    return new Wire(
        topology, node, topology.router().namespace().call(() -> PacketSocket.open("node1")));
  }

  /** A source in the office's net, which no host has. */
  static Address office(Family family) {
    return family == Family.V4 ? OFFICE_V4 : OFFICE_V6;
  }

  /** A source in the outside's net, which no host has. */
  static Address outside(Family family) {
    return family == Family.V4 ? OUTSIDE_V4 : OUTSIDE_V6;
  }

  /** A number that no earlier packet had. */
  int fresh() {
    return ++fresh;
  }

  /** A packet from the office's net to node1's own address. */
  RawPacket toNode(Family family, Transport transport) {
    return packet(office(family), topology.node1().address(family), transport);
  }

  /** A packet from the outside's net to node1's own address. */
  RawPacket fromOutside(Family family, Transport transport) {
    return packet(outside(family), topology.node1().address(family), transport);
  }

  /** A packet with an identification of its own. */
  RawPacket packet(Address source, Address destination, Transport transport) {
    return new RawPacket(source, destination, List.of(), transport, fresh());
  }

  /** Sends it; it must still be there after policy. */
  void survives(RawPacket packet) {
    survives(packet.toString(), List.of(frame(packet)));
  }

  /** Sends it; policy must drop it. */
  void isDropped(RawPacket packet) {
    isDropped(packet.toString(), List.of(frame(packet)));
  }

  /** Sends frames that make up one packet; it must still be there after policy. */
  void survives(String what, List<byte[]> frames) {
    long before = count("survived");
    arrive(frames);
    await("survived", before + 1, what + " must survive policy");
  }

  /** Sends frames that make up one packet; a rule that drops must count it. */
  void isDropped(String what, List<byte[]> frames) {
    long before = count("survived");
    long dropped = node.dropped();
    arrive(frames);
    await(node::dropped, dropped + 1, what + " must be dropped by policy");
    assertThat(count("survived")).describedAs("%s must not survive policy", what).isEqualTo(before);
  }

  /** Sends frames that make up no packet; nothing of them must be there after policy. */
  void goNowhere(String what, List<byte[]> frames) {
    long before = count("survived");
    arrive(frames);
    long last = count("last");
    RawPacket end = packet(LAST, topology.node1().v4(), new Transport.Udp(fresh(), 9, 0));
    socket.send(frame(end));
    await("last", last + 1, "the packet after " + what + " must arrive");
    assertThat(count("survived")).describedAs("%s must not survive policy", what).isEqualTo(before);
  }

  /** The packet as the router sends it. */
  static byte[] frame(RawPacket packet) {
    return packet.frame(Mac.NODE_ETH0.bytes(), Mac.ROUTER_NODE.bytes());
  }

  /** The packet in fragments, as the router sends them. */
  static List<byte[]> fragments(RawPacket packet, int size) {
    return packet.fragments(Mac.NODE_ETH0.bytes(), Mac.ROUTER_NODE.bytes(), size);
  }

  private void arrive(List<byte[]> frames) {
    Tally.probes(1);
    long before = count("arrived");
    frames.forEach(socket::send);
    await("arrived", before + frames.size(), "all frames must arrive");
  }

  private void await(String chain, long expected, String what) {
    await(() -> count(chain), expected, what);
  }

  private void await(LongSupplier counter, long expected, String what) {
    long deadline = System.nanoTime() + BOUND;
    long now = counter.getAsLong();
    while (now < expected && System.nanoTime() < deadline) {
      now = counter.getAsLong();
    }
    assertThat(now)
        .describedAs("%s%n%s", what, now >= expected ? "" : node.nft("list", "ruleset"))
        .isGreaterThanOrEqualTo(expected);
  }

  private long count(String chain) {
    List<NftRule> rules = node.dump("witness").rulesOf(chain);
    return rules.stream().mapToLong(Node::packets).sum();
  }

  @Override
  public void close() {
    socket.close();
  }
}
