package io.portcullis.compiler.interpret;

import io.portcullis.netlink.nftables.expr.Exthdr;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.policy.effective.ProtocolSet;

/** Loads from a packet whose bytes are known: whatever is not there breaks the rule. */
final class DatagramLoads {

  private static final int ETHERNET = 1;
  private static final int TCP_HEADER = 20;
  private static final int TCP_OPTIONS_END = 1;

  private DatagramLoads() {}

  /**
   * {@code nft_payload_eval()}. Of later fragments it loads no transport header; but {@code
   * nft_payload_fast_eval()}, which does aligned loads of 1, 2 and 4 bytes, never looks whether it
   * is one, and leaves to the other only what lies beyond the packet's end.
   */
  static Op payload(Registers registers, Payload payload) {
    int length = payload.length();
    int offset = payload.offset();
    int to = registers.write(payload.dreg(), length);
    boolean network = payload.base() == Payload.Base.NETWORK;
    if (!network && payload.base() != Payload.Base.TRANSPORT) {
      throw registers.refused("payload loads from the " + payload.base() + " header");
    }
    boolean fast = length <= 4 && Integer.bitCount(length) == 1 && offset % length == 0;
    return machine -> {
      int base = network ? 0 : machine.datagram.transport();
      boolean none = !network && !fast && machine.datagram.isLaterFragment();
      return base < 0 || none ? Op.BREAK : load(machine, base + offset, length, to);
    };
  }

  private static int load(Machine machine, int from, int length, int to) {
    if (from + length > machine.datagram.length()) {
      return Op.BREAK;
    }
    machine.store(machine.datagram.bytes(), from, length, to);
    return Op.NEXT;
  }

  /** {@code nft_meta_get_eval()}, of what a packet has that comes in by an Ethernet link. */
  static Op meta(Registers registers, Meta meta) {
    return switch (meta.key()) {
      case Meta.LEN -> {
        int to = registers.write(meta.dreg(), 4);
        yield machine -> word(machine, machine.datagram.length(), to);
      }
      case Meta.MARK, Meta.PRIORITY -> {
        int to = registers.write(meta.dreg(), 4);
        yield machine -> word(machine, 0, to);
      }
      case Meta.PKTTYPE -> {
        int to = registers.write(meta.dreg(), 1);
        yield machine -> word(machine, 0, to);
      }
      case Meta.PROTOCOL -> {
        int to = registers.write(meta.dreg(), 2);
        yield machine -> {
          int type = machine.datagram.isV4() ? 0x0800 : 0x86dd;
          machine.store(new byte[] {(byte) (type >> 8), (byte) type}, 0, 2, to);
          return Op.NEXT;
        };
      }
      case Meta.IFTYPE -> {
        int to = registers.write(meta.dreg(), 2);
        // Host order in the first two bytes of a word whose others are zero.
        boolean little = java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
        yield machine -> word(machine, little ? ETHERNET : ETHERNET << 16, to);
      }
      default -> PacketLoads.meta(registers, meta);
    };
  }

  private static int word(Machine machine, int value, int to) {
    machine.storeHost32(value, to);
    return Op.NEXT;
  }

  /** {@code nft_exthdr_ipv6_eval()} and {@code nft_exthdr_tcp_eval()}. */
  static Op exthdr(Registers registers, Exthdr.Load load) {
    int to = registers.write(load.dreg(), load.present() ? 1 : load.length());
    return switch (load.op()) {
      case IPV6 ->
          machine -> {
            if (machine.datagram.isV4()) {
              return Op.BREAK;
            }
            int at = machine.datagram.find(load.type());
            return load.present()
                ? word8(machine, at >= 0, to)
                : at < 0 ? Op.BREAK : load(machine, at + load.offset(), load.length(), to);
          };
      case TCPOPT ->
          machine -> {
            int at = option(machine.datagram, load);
            return load.present()
                ? word8(machine, at >= 0, to)
                : at < 0 ? Op.BREAK : load(machine, at, load.length(), to);
          };
      default -> throw registers.refused("exthdr asks for " + load.op());
    };
  }

  private static int word8(Machine machine, boolean value, int to) {
    machine.store8((byte) (value ? 1 : 0), to);
    return Op.NEXT;
  }

  /** Where the bytes of a TCP option are that are asked for; -1 if they are not there. */
  private static int option(Datagram packet, Exthdr.Load load) {
    int tcp = packet.transport();
    if (packet.protocol() != ProtocolSet.TCP
        || packet.isLaterFragment()
        || tcp + TCP_HEADER > packet.length()) {
      return -1;
    }
    int length = 4 * (packet.u8(tcp + 12) >> 4);
    if (length < TCP_HEADER || tcp + length > packet.length()) {
      return -1;
    }
    for (int i = TCP_HEADER; i < length - 1; ) {
      int kind = packet.u8(tcp + i);
      int size = kind <= TCP_OPTIONS_END ? 1 : Math.max(1, packet.u8(tcp + i + 1));
      if (kind == load.type()) {
        boolean there = i + size <= length && load.offset() + load.length() <= size;
        return there ? tcp + i + load.offset() : -1;
      }
      i += size;
    }
    return -1;
  }
}
