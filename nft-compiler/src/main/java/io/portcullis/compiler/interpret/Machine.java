package io.portcullis.compiler.interpret;

import io.portcullis.compiler.Place;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.expr.Ct;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.LinkName;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.Packet;
import java.util.Arrays;
import java.util.List;

/**
 * The state of one run: {@code struct nft_regs} without the verdict, and the packet's bytes.
 *
 * <p>Of the headers only what {@link Packet} says is there: addresses, the protocol, the first four
 * bytes of the transport header. For ICMP these are type, code and (free, policy never looks) what
 * the packet has as destination port; for everything else the two ports.
 */
final class Machine {

  static final int REGISTER_BYTES = 64;
  static final int IFNAMSIZ = LinkName.SIZE;

  /** {@code struct iphdr}: addresses lie from 12 to 20; {@code struct ipv6hdr}: from 8 to 40. */
  static final int V4_SOURCE = 12;

  static final int V4_END = 20;
  static final int V6_SOURCE = 8;
  static final int V6_END = 40;

  static final int V4_BYTES = 4;
  static final int V6_BYTES = 16;

  final byte[] registers = new byte[REGISTER_BYTES];
  final Origins origins = new Origins();
  final KeyBounds bounds = new KeyBounds(registers, origins);
  final byte[] network = new byte[40];
  final byte[] transport = new byte[4];
  final byte[] interfaceName = new byte[IFNAMSIZ];
  private String lastInterface = "";

  /** The packet's bytes, where a ruleset was prepared to have them. */
  Datagram datagram = Datagram.EMPTY;

  boolean v4;
  boolean toLocal;
  boolean protocolKnown;
  byte protocol;
  byte nfproto;
  int ctState;
  byte ctDirection;
  int ctStatus;

  /** What the rule's last verdict expression said; meaningful only after {@link Op#VERDICT}. */
  Target verdict = Target.ACCEPT;

  /** True if a region is to be narrowed on the way. */
  boolean narrows;

  Trace trace = new Trace();
  int rule;

  private final List<Place> places;

  /** For rules that stand there, by number. */
  Machine(List<Place> places) {
    this.places = places;
  }

  void load(Packet packet) {
    Arrays.fill(registers, (byte) 0);
    v4 = packet.family() == Family.V4;
    toLocal = packet.toLocal();
    protocolKnown = packet.protocol() >= 0;
    protocol = (byte) Math.max(packet.protocol(), 0);
    nfproto = (byte) (v4 ? NfFamily.IPV4 : NfFamily.IPV6).value();
    put(packet.source(), v4 ? 12 : 8);
    put(packet.destination(), v4 ? 16 : 24);
    network[9] = v4 ? protocol : network[9];
    boolean icmp = packet.protocol() == (v4 ? ProtocolSet.ICMP : ProtocolSet.ICMPV6);
    transport[0] = (byte) (icmp ? packet.icmpType() : packet.sourcePort() >>> 8);
    transport[1] = (byte) (icmp ? packet.icmpCode() : packet.sourcePort());
    transport[2] = (byte) (packet.destinationPort() >>> 8);
    transport[3] = (byte) packet.destinationPort();
    ctState =
        switch (packet.state()) {
          case NEW -> Ct.STATE_NEW;
          case ESTABLISHED, REPLY, EXPECTED, EXPECTED_REPLY -> Ct.STATE_ESTABLISHED;
          case RELATED, RELATED_REPLY, RELATED_EXPECTED, RELATED_EXPECTED_REPLY -> Ct.STATE_RELATED;
          case INVALID -> Ct.STATE_INVALID;
          case UNTRACKED -> Ct.STATE_UNTRACKED;
        };
    ctDirection = (byte) (packet.state().isReply() ? Ct.DIR_REPLY : 0);
    ctStatus = packet.state().isExpected() ? Ct.STATUS_EXPECTED : 0;
    if (!packet.inInterface().equals(lastInterface)) {
      lastInterface = packet.inInterface();
      System.arraycopy(LinkName.key(lastInterface), 0, interfaceName, 0, IFNAMSIZ);
    }
  }

  private void put(Address address, int at) {
    if (v4) {
      for (int i = 0; i < 4; i++) {
        network[at + i] = (byte) (address.low() >>> (24 - 8 * i));
      }
      return;
    }
    for (int i = 0; i < 8; i++) {
      network[at + i] = (byte) (address.high() >>> (56 - 8 * i));
      network[at + 8 + i] = (byte) (address.low() >>> (56 - 8 * i));
    }
  }

  /**
   * Stores bytes as {@code nft_data_copy()} does: the rest of the last word becomes zero. Who
   * stores what came from the packet notes its origin afterwards.
   */
  void store(byte[] from, int at, int length, int to) {
    for (int i = length; (i & 3) != 0; i++) {
      registers[to + i] = 0;
    }
    System.arraycopy(from, at, registers, to, length);
    if (narrows) {
      origins.constant(to, length);
    }
  }

  /** What to throw if the rule that runs cannot be followed for this packet. */
  UnsupportedExpressionException refused(String what) {
    return new UnsupportedExpressionException("rule " + places.get(rule) + ": " + what);
  }

  /** {@code nft_reg_store8()}. */
  void store8(byte value, int to) {
    registers[to] = value;
    registers[to + 1] = 0;
    registers[to + 2] = 0;
    registers[to + 3] = 0;
  }

  /** A word in the order of this machine's bytes, as the kernel keeps states and marks. */
  void storeHost32(int value, int to) {
    boolean little = java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
    for (int i = 0; i < 4; i++) {
      registers[to + i] = (byte) (value >>> (little ? 8 * i : 24 - 8 * i));
    }
  }
}
