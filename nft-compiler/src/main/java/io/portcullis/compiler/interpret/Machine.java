package io.portcullis.compiler.interpret;

import io.portcullis.compiler.Place;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.expr.Ct;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.LinkName;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.Packet;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle HALF =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

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

  /** The same packet with a region's addresses, and its first word of the transport header. */
  void load(Packet packet, Region region) {
    load(packet);
    put(region.high(Dimension.SOURCE), region.low(Dimension.SOURCE), v4 ? V4_SOURCE : V6_SOURCE);
    put(
        region.high(Dimension.DESTINATION),
        region.low(Dimension.DESTINATION),
        v4 ? V4_SOURCE + V4_BYTES : V6_SOURCE + V6_BYTES);
    long word = region.low(Dimension.FIRST_WORD);
    transport[0] = (byte) (word >>> 8);
    transport[1] = (byte) word;
  }

  void load(Packet packet) {
    Arrays.fill(registers, (byte) 0);
    v4 = packet.family() == Family.V4;
    toLocal = packet.toLocal();
    protocolKnown = packet.protocol() >= 0;
    protocol = (byte) Math.max(packet.protocol(), 0);
    nfproto = (byte) (v4 ? NfFamily.IPV4 : NfFamily.IPV6).value();
    Address source = packet.source();
    Address destination = packet.destination();
    put(source.high(), source.low(), v4 ? V4_SOURCE : V6_SOURCE);
    put(destination.high(), destination.low(), v4 ? V4_SOURCE + V4_BYTES : V6_SOURCE + V6_BYTES);
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

  private void put(long high, long low, int at) {
    if (v4) {
      WORD.set(network, at, (int) low);
    } else {
      HALF.set(network, at, high);
      HALF.set(network, at + Long.BYTES, low);
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
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    for (int i = 0; i < 4; i++) {
      registers[to + i] = (byte) (value >>> (little ? 8 * i : 24 - 8 * i));
    }
  }
}
