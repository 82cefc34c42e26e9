package io.portcullis.compiler.interpret;

import io.portcullis.compiler.Place;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Ct;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Fib;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Limit;
import io.portcullis.netlink.nftables.expr.Log;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Notrack;
import io.portcullis.netlink.nftables.expr.Opaque;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.netlink.nftables.expr.Range;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes {@link Op}s of expressions, each from the {@code eval} function of its kernel file. */
final class Operations {

  private final Map<String, Elements> sets;
  private final Function<Verdict, Target> resolve;

  Operations(Map<String, Elements> sets, Function<Verdict, Target> resolve) {
    this.sets = sets;
    this.resolve = resolve;
  }

  /** The expression at {@code at} of a rule's. */
  Op prepare(Place place, List<Expression> rule, int at) {
    Expression expression = rule.get(at);
    if (expression instanceof Immediate.Verdict immediate) {
      return verdict(resolve.apply(immediate.verdict()));
    } else if (expression instanceof Immediate.Value value) {
      return value(place, value);
    } else if (expression instanceof Cmp cmp) {
      return cmp(place, cmp);
    } else if (expression instanceof Range range) {
      return range(place, range);
    } else if (expression instanceof Bitwise bitwise) {
      return bitwise(place, bitwise);
    } else if (expression instanceof Lookup lookup) {
      return lookup(place, lookup);
    } else if (expression instanceof Payload payload) {
      return payload(place, payload);
    } else if (expression instanceof Meta meta) {
      return meta(place, meta);
    } else if (expression instanceof Ct ct) {
      return ct(place, ct);
    } else if (expression instanceof Fib fib) {
      return fib(place, fib, rule, at);
    } else if (expression instanceof Counter) {
      return machine -> {
        machine.trace.counter(-1, machine.rule);
        return Op.NEXT;
      };
    } else if (expression instanceof Log) {
      return machine -> Op.NEXT;
    } else if (expression instanceof Limit) {
      throw refused(place, "limit answers by the clock and not by the packet");
    } else if (expression instanceof Notrack) {
      throw refused(place, "notrack changes what later hooks see");
    }
    throw refused(
        place,
        "expression "
            + (expression instanceof Opaque opaque ? opaque.name() : expression)
            + " is not known");
  }

  private static Op verdict(Target target) {
    return switch (target.code()) {
      case Verdict.NFT_CONTINUE -> machine -> Op.NEXT;
      case Verdict.NFT_BREAK -> machine -> Op.BREAK;
      default ->
          machine -> {
            machine.verdict = target;
            return Op.VERDICT;
          };
    };
  }

  private static Op value(Place place, Immediate.Value value) {
    byte[] bytes = value.value().toArray();
    int to = register(place, value.dreg(), bytes.length);
    return machine -> {
      machine.store(bytes, 0, bytes.length, to);
      return Op.NEXT;
    };
  }

  /** {@code nft_cmp_eval()}: {@code memcmp} of the register with the constant. */
  private static Op cmp(Place place, Cmp cmp) {
    byte[] data = cmp.data().toArray();
    int from = register(place, cmp.sreg(), data.length);
    int to = from + data.length;
    if (cmp.op() == Cmp.Op.EQ || cmp.op() == Cmp.Op.NEQ) {
      boolean wanted = cmp.op() == Cmp.Op.EQ;
      return machine ->
          Arrays.equals(machine.registers, from, to, data, 0, data.length) == wanted
              ? Op.NEXT
              : Op.BREAK;
    }
    Cmp.Op op = cmp.op();
    return machine -> {
      int order = Arrays.compareUnsigned(machine.registers, from, to, data, 0, data.length);
      boolean holds =
          switch (op) {
            case LT -> order < 0;
            case LTE -> order <= 0;
            case GT -> order > 0;
            default -> order >= 0;
          };
      return holds ? Op.NEXT : Op.BREAK;
    };
  }

  private static Op range(Place place, Range range) {
    byte[] first = range.from().toArray();
    byte[] last = range.to().toArray();
    if (first.length != last.length) {
      throw refused(place, "range's bounds differ in length");
    }
    int from = register(place, range.sreg(), first.length);
    int to = from + first.length;
    boolean inverted = range.inverted();
    return machine -> {
      boolean within =
          Arrays.compareUnsigned(machine.registers, from, to, first, 0, first.length) >= 0
              && Arrays.compareUnsigned(machine.registers, from, to, last, 0, last.length) <= 0;
      return within != inverted ? Op.NEXT : Op.BREAK;
    };
  }

  /** {@code nft_bitwise_eval_mask_xor()}: by whole words, constants padded with zeros. */
  private static Op bitwise(Place place, Bitwise bitwise) {
    int length = (bitwise.mask().length() + 3) & ~3;
    byte[] mask = Arrays.copyOf(bitwise.mask().toArray(), length);
    byte[] xor = Arrays.copyOf(bitwise.xor().toArray(), length);
    int from = register(place, bitwise.sreg(), length);
    int to = register(place, bitwise.dreg(), length);
    return machine -> {
      for (int i = 0; i < mask.length; i++) {
        machine.registers[to + i] = (byte) ((machine.registers[from + i] & mask[i]) ^ xor[i]);
      }
      return Op.NEXT;
    };
  }

  private Op lookup(Place place, Lookup lookup) {
    Elements elements = sets.get(lookup.set());
    if (elements == null) {
      throw refused(place, "lookup asks set " + lookup.set() + ", which is not there");
    }
    NftSet set = elements.definition();
    boolean map = (set.flags() & NftSet.F_MAP) != 0;
    if (map != lookup.data().isPresent() || (map && lookup.inverted())) {
      throw refused(place, "lookup in " + lookup.set() + " does not fit the set's type");
    }
    int from = register(place, lookup.sreg(), set.keyLength());
    if (!map) {
      return plain(elements, from, lookup.inverted());
    }
    if (lookup.data().get() instanceof Lookup.MapData.ToRegister data) {
      if (set.isVerdictMap()) {
        throw refused(place, "lookup in " + lookup.set() + " puts a verdict into a register");
      }
      return toRegister(elements, from, register(place, data.dreg(), set.dataLength()));
    }
    if (!set.isVerdictMap()) {
      throw refused(place, "lookup in " + lookup.set() + " takes a value for a verdict");
    }
    return toVerdict(elements, from);
  }

  private static Op plain(Elements elements, int from, boolean inverted) {
    return machine -> {
      int found = elements.find(machine.registers, from);
      if ((found == PreparedSet.NONE) != inverted) {
        return Op.BREAK;
      }
      count(elements, found, machine);
      return Op.NEXT;
    };
  }

  private static Op toVerdict(Elements elements, int from) {
    return machine -> {
      int found = elements.find(machine.registers, from);
      if (found == PreparedSet.NONE) {
        return Op.BREAK;
      }
      count(elements, found, machine);
      machine.verdict = elements.target(found);
      return switch (machine.verdict.code()) {
        case Verdict.NFT_CONTINUE -> Op.NEXT;
        case Verdict.NFT_BREAK -> Op.BREAK;
        default -> Op.VERDICT;
      };
    };
  }

  private static Op toRegister(Elements elements, int from, int to) {
    return machine -> {
      int found = elements.find(machine.registers, from);
      if (found == PreparedSet.NONE) {
        return Op.BREAK;
      }
      count(elements, found, machine);
      byte[] value = elements.value(found);
      machine.store(value, 0, value.length, to);
      return Op.NEXT;
    };
  }

  private static void count(Elements elements, int found, Machine machine) {
    if (found != PreparedSet.NONE && elements.counts(found)) {
      machine.trace.counter(elements.number(), found);
    }
  }

  /**
   * {@code nft_payload_eval()}, of the bytes that the packet model has: addresses, an IPv4 header's
   * protocol, and four bytes of transport header, which cannot be loaded if the protocol is not
   * known.
   */
  private static Op payload(Place place, Payload payload) {
    int offset = payload.offset();
    int length = payload.length();
    int to = register(place, payload.dreg(), length);
    if (payload.base() == Payload.Base.TRANSPORT && offset >= 0 && offset + length <= 4) {
      return machine -> {
        if (!machine.protocolKnown) {
          return Op.BREAK;
        }
        machine.store(machine.transport, offset, length, to);
        return Op.NEXT;
      };
    }
    boolean inV4 = (offset >= 12 && offset + length <= 20) || (offset == 9 && length == 1);
    boolean inV6 = offset >= 8 && offset + length <= 40;
    if (payload.base() != Payload.Base.NETWORK || !(inV4 || inV6)) {
      throw refused(
          place,
          "payload loads "
              + length
              + " bytes at "
              + offset
              + " of the "
              + payload.base()
              + " header, about which a packet of policy says nothing");
    }
    return machine -> {
      if (machine.v4 ? !inV4 : !inV6) {
        throw refused(
            place,
            "payload loads bytes "
                + offset
                + " to "
                + (offset + length)
                + " of any network header, and for "
                + (machine.v4 ? "IPv4" : "IPv6")
                + " they are not addresses: check the family first");
      }
      machine.store(machine.network, offset, length, to);
      return Op.NEXT;
    };
  }

  private static Op meta(Place place, Meta meta) {
    int to = register(place, meta.dreg(), meta.key() == Meta.IIFNAME ? Machine.IFNAMSIZ : 4);
    return switch (meta.key()) {
      case Meta.IIFNAME ->
          machine -> {
            machine.store(machine.interfaceName, 0, Machine.IFNAMSIZ, to);
            return Op.NEXT;
          };
      case Meta.NFPROTO ->
          machine -> {
            machine.store8(machine.nfproto, to);
            return Op.NEXT;
          };
      case Meta.L4PROTO ->
          machine -> {
            if (!machine.protocolKnown) {
              return Op.BREAK;
            }
            machine.store8(machine.protocol, to);
            return Op.NEXT;
          };
      default -> throw refused(place, "meta key " + meta.key() + " is not about the packet");
    };
  }

  private static Op ct(Place place, Ct ct) {
    if (ct.key() != Ct.STATE) {
      throw refused(place, "ct key " + ct.key() + " is not about the packet");
    }
    int to = register(place, ct.dreg(), 4);
    return machine -> {
      machine.storeHost32(machine.ctState, to);
      return Op.NEXT;
    };
  }

  /**
   * {@code nft_fib4_eval_type()}. The packet says only whether its destination is local, so the
   * answer may only be compared with that.
   */
  private static Op fib(Place place, Fib fib, List<Expression> rule, int at) {
    Bytes local = Bytes.ofHostU32(Fib.RTN_LOCAL);
    boolean asksLocal =
        fib.result() == Fib.RESULT_ADDRTYPE
            && fib.flags() == Fib.F_DADDR
            && at + 1 < rule.size()
            && rule.get(at + 1) instanceof Cmp cmp
            && (cmp.op() == Cmp.Op.EQ || cmp.op() == Cmp.Op.NEQ)
            && cmp.sreg().equals(fib.dreg())
            && cmp.data().equals(local);
    if (!asksLocal) {
      throw refused(place, "fib asks more than whether the destination is this host's");
    }
    int to = register(place, fib.dreg(), 4);
    return machine -> {
      machine.storeHost32(machine.toLocal ? Fib.RTN_LOCAL : 1, to);
      return Op.NEXT;
    };
  }

  private static int register(Place place, Register register, int length) {
    int from = register.word() * 4;
    if (length <= 0 || from + ((length + 3) & ~3) > Machine.REGISTER_BYTES) {
      throw refused(
          place, length + " bytes do not fit into registers from word " + register.word());
    }
    return from;
  }

  private static UnsupportedExpressionException refused(Place place, String what) {
    return new UnsupportedExpressionException("rule " + place + ": " + what);
  }
}
