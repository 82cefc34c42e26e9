package io.portcullis.compiler.interpret;

import io.portcullis.netlink.nftables.expr.Ct;
import io.portcullis.netlink.nftables.expr.Fib;
import io.portcullis.netlink.nftables.expr.Meta;

/** What is loaded about a packet other than its bytes: meta, ct, fib. */
final class PacketLoads {

  private static final int TOP_OF_NAME = 8 * (Machine.IFNAMSIZ - 1);
  private static final int TOP_OF_WORD = 24;
  private static final int LAST_PROTOCOL = 255;

  private PacketLoads() {}

  static Op meta(Registers registers, Meta meta) {
    return switch (meta.key()) {
      case Meta.IIFNAME -> interfaceName(registers.write(meta.dreg(), Machine.IFNAMSIZ));
      case Meta.NFPROTO -> family(registers.write(meta.dreg(), 1));
      case Meta.L4PROTO -> protocol(registers.write(meta.dreg(), 1));
      default -> throw registers.refused("meta key " + meta.key() + " is not about the packet");
    };
  }

  private static Op interfaceName(int to) {
    return machine -> {
      machine.store(machine.interfaceName, 0, Machine.IFNAMSIZ, to);
      if (machine.narrows) {
        machine.origins.loaded(to, Machine.IFNAMSIZ, Dimension.INTERFACE, TOP_OF_NAME);
      }
      return Op.NEXT;
    };
  }

  private static Op family(int to) {
    return machine -> {
      machine.store8(machine.nfproto, to);
      if (machine.narrows) {
        machine.origins.loaded(to, 1, Dimension.FAMILY, 0);
      }
      return Op.NEXT;
    };
  }

  private static Op protocol(int to) {
    return machine -> {
      if (!knowsProtocol(machine)) {
        return Op.BREAK;
      }
      machine.store8(machine.protocol, to);
      if (machine.narrows) {
        machine.origins.loaded(to, 1, Dimension.PROTOCOL, 0);
      }
      return Op.NEXT;
    };
  }

  /** {@code NFT_PKTINFO_L4PROTO}, without which neither the protocol nor its header is loaded. */
  static boolean knowsProtocol(Machine machine) {
    if (machine.narrows) {
      machine.origins.upTo(
          Dimension.PROTOCOL, machine.protocolKnown ? LAST_PROTOCOL : Dimension.UNKNOWN_PROTOCOL);
    }
    return machine.protocolKnown;
  }

  static Op ct(Registers registers, Ct ct) {
    return switch (ct.key()) {
      case Ct.STATE -> state(registers.write(ct.dreg(), 4));
      case Ct.DIRECTION -> direction(registers.write(ct.dreg(), 1));
      case Ct.STATUS -> status(registers.writeLimited(ct.dreg(), Registers.Limit.EXPECTED));
      default -> throw registers.refused("ct key " + ct.key() + " is not about the packet");
    };
  }

  /** {@code nft_ct_get_eval()}: what follows the state needs a {@code struct nf_conn}. */
  private static boolean tracked(Machine machine) {
    if (machine.narrows) {
      machine.origins.pin(Dimension.STATE);
    }
    return machine.ctState != Ct.STATE_INVALID && machine.ctState != Ct.STATE_UNTRACKED;
  }

  /** What a pinned state implies no longer depends on the packet. */
  private static void constant(Machine machine, int to) {
    if (machine.narrows) {
      machine.origins.constant(to, 4);
    }
  }

  private static Op direction(int to) {
    return machine -> {
      if (!tracked(machine)) {
        return Op.BREAK;
      }
      machine.store8(machine.ctDirection, to);
      constant(machine, to);
      return Op.NEXT;
    };
  }

  private static Op status(int to) {
    return machine -> {
      if (!tracked(machine)) {
        return Op.BREAK;
      }
      machine.storeHost32(machine.ctStatus, to);
      constant(machine, to);
      return Op.NEXT;
    };
  }

  private static Op state(int to) {
    return machine -> {
      machine.storeHost32(machine.ctState, to);
      if (machine.narrows) {
        machine.origins.loaded(to, 4, Dimension.STATE, TOP_OF_WORD);
      }
      return Op.NEXT;
    };
  }

  /**
   * {@code nft_fib4_eval_type()}. The packet says only whether its destination is local, so the
   * answer may only be compared with that.
   */
  static Op fib(Registers registers, Fib fib) {
    if (fib.result() != Fib.RESULT_ADDRTYPE || fib.flags() != Fib.F_DADDR) {
      throw registers.refused("fib asks more than whether the destination is this host's");
    }
    int to = registers.writeLimited(fib.dreg(), Registers.Limit.LOCAL);
    return machine -> {
      machine.storeHost32(machine.toLocal ? Fib.RTN_LOCAL : Fib.RTN_LOCAL - 1, to);
      if (machine.narrows) {
        machine.origins.loaded(to, 4, Dimension.LOCAL, TOP_OF_WORD);
      }
      return Op.NEXT;
    };
  }
}
