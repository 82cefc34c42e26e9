package io.portcullis.compiler.interpret;

import io.portcullis.netlink.nftables.expr.Payload;

/**
 * {@code nft_payload_eval()}, of the bytes that the packet model has: addresses, an IPv4 header's
 * protocol, and four bytes of transport header, which cannot be loaded if the protocol is not
 * known.
 */
final class PayloadLoads {

  private static final int PORTS = 4;
  private static final int WORD_BYTES = 2;
  private static final int V4_PROTOCOL = 9;

  private PayloadLoads() {}

  static Op prepare(Registers registers, Payload payload) {
    int offset = payload.offset();
    int length = payload.length();
    int to = registers.write(payload.dreg(), length);
    if (payload.base() == Payload.Base.TRANSPORT && offset >= 0 && offset + length <= PORTS) {
      return transport(offset, length, to);
    }
    boolean inV4 =
        within(offset, length, Machine.V4_SOURCE, Machine.V4_END)
            || (offset == V4_PROTOCOL && length == 1);
    boolean inV6 = within(offset, length, Machine.V6_SOURCE, Machine.V6_END);
    if (payload.base() != Payload.Base.NETWORK || !(inV4 || inV6)) {
      throw registers.refused(what(payload) + ", about which a packet of policy says nothing");
    }
    return machine -> {
      if ((machine.v4 ? !inV4 : !inV6)
          || (machine.v4 && offset == V4_PROTOCOL && !machine.protocolKnown)) {
        throw machine.refused(
            what(payload)
                + " of both families, and of one they are no addresses: check the family first");
      }
      machine.store(machine.network, offset, length, to);
      if (machine.narrows) {
        network(machine, offset, length, to);
      }
      return Op.NEXT;
    };
  }

  private static String what(Payload payload) {
    return "payload loads "
        + payload.length()
        + " bytes at "
        + payload.offset()
        + " of the "
        + payload.base()
        + " header";
  }

  private static boolean within(int offset, int length, int from, int end) {
    return offset >= from && offset + length <= end;
  }

  private static Op transport(int offset, int length, int to) {
    return machine -> {
      if (!PacketLoads.knowsProtocol(machine)) {
        return Op.BREAK;
      }
      machine.store(machine.transport, offset, length, to);
      if (machine.narrows) {
        Origins origins = machine.origins;
        int first = Math.max(0, Math.min(length, WORD_BYTES - offset));
        origins.part(to, first, Dimension.FIRST_WORD, 8 * (1 - offset));
        int second = Math.max(offset, WORD_BYTES);
        origins.part(to + first, length - first, Dimension.DESTINATION_PORT, 8 * (3 - second));
      }
      return Op.NEXT;
    };
  }

  private static void network(Machine machine, int offset, int length, int to) {
    Origins origins = machine.origins;
    origins.pin(Dimension.FAMILY);
    if (machine.v4 && offset == V4_PROTOCOL) {
      PacketLoads.knowsProtocol(machine);
      origins.part(to, 1, Dimension.PROTOCOL, 0);
      return;
    }
    int source = machine.v4 ? Machine.V4_SOURCE : Machine.V6_SOURCE;
    int bytes = machine.v4 ? 4 : 16;
    int top = 8 * (bytes - 1);
    int first = Math.max(0, Math.min(length, source + bytes - offset));
    origins.part(to, first, Dimension.SOURCE, top - 8 * (offset - source));
    int second = Math.max(offset - source - bytes, 0);
    origins.part(to + first, length - first, Dimension.DESTINATION, top - 8 * second);
  }
}
