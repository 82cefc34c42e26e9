package io.portcullis.compiler.interpret;

import io.portcullis.compiler.Place;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.BitwiseBoolean;
import io.portcullis.netlink.nftables.expr.BitwiseShift;
import io.portcullis.netlink.nftables.expr.Byteorder;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Ct;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Exthdr;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes {@link Op}s of expressions, each from the {@code eval} function of its kernel file. */
final class Operations {

  private final boolean datagrams;
  private final Map<String, Elements> sets;
  private final Function<Verdict, Target> resolve;
  private final Map<List<Expression>, Question> questions = new HashMap<>();

  /** Chains by port ask the same maps: of many rules there are few kinds. */
  private final Map<List<Expression>, Op[]> prepared = new HashMap<>();

  /**
   * Makes none yet.
   *
   * @param datagrams whether packets come with their bytes, of which more can be asked then
   */
  Operations(Map<String, Elements> sets, Function<Verdict, Target> resolve, boolean datagrams) {
    this.datagrams = datagrams;
    this.sets = sets;
    this.resolve = resolve;
  }

  /** All expressions of a rule that may decide something; equal rules share the array. */
  Op[] prepare(Place place, List<Expression> rule) {
    Op[] known = prepared.get(rule);
    if (known == null) {
      known = make(place, rule);
      prepared.put(rule, known);
    }
    return known;
  }

  private Op[] make(Place place, List<Expression> rule) {
    Registers registers = new Registers(place);
    List<Expression> expressions = withoutNotices(rule);
    Op[] out = new Op[expressions.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = prepare(registers, expressions.get(i));
    }
    for (int i = 0; i < out.length; i++) {
      if (expressions.get(i) instanceof Payload load && load.base() == Payload.Base.NETWORK) {
        Optional<List<Expression>> asked = Question.beginningAt(expressions, i, sets);
        if (asked.isPresent()) {
          int test = i + asked.get().size() - 1;
          List<Op> ops = List.of(Arrays.copyOfRange(out, i, test + 1));
          out[test] = question(asked.get(), ops).told(out[test]);
        }
        out[i] = Question.told(load, out[i], asked.isPresent());
      }
    }
    return out;
  }

  private Question question(List<Expression> expressions, List<Op> ops) {
    return questions.computeIfAbsent(expressions, key -> new Question((Payload) key.get(0), ops));
  }

  /**
   * A limit answers by the clock. Where nothing follows it but telling somebody of the packet,
   * which is not the policy's log, the same becomes of the packet whatever it answers.
   */
  private static List<Expression> withoutNotices(List<Expression> rule) {
    int end = rule.size();
    while (end > 0 && rule.get(end - 1) instanceof Log log && log.group().isPresent()) {
      end--;
    }
    return end < rule.size() && end > 0 && rule.get(end - 1) instanceof Limit
        ? rule.subList(0, end - 1)
        : rule;
  }

  /** What is followed only where the packet's bytes are known. */
  private Optional<Op> ofDatagram(Registers registers, Expression expression) {
    if (!datagrams) {
      return Optional.empty();
    } else if (expression instanceof Payload payload) {
      return Optional.of(DatagramLoads.payload(registers, payload));
    } else if (expression instanceof Meta meta) {
      return Optional.of(DatagramLoads.meta(registers, meta));
    } else if (expression instanceof Exthdr.Load load) {
      return Optional.of(DatagramLoads.exthdr(registers, load));
    } else if (expression instanceof Byteorder byteorder) {
      return Optional.of(RegisterWork.byteorder(registers, byteorder));
    } else if (expression instanceof BitwiseShift shift) {
      return Optional.of(RegisterWork.shift(registers, shift));
    } else if (expression instanceof BitwiseBoolean bool) {
      return Optional.of(RegisterWork.bool(registers, bool));
    }
    return Optional.empty();
  }

  private Op prepare(Registers registers, Expression expression) {
    return ofDatagram(registers, expression).orElseGet(() -> ofPacket(registers, expression));
  }

  private Op ofPacket(Registers registers, Expression expression) {
    if (expression instanceof Immediate.Verdict immediate) {
      return verdict(resolve.apply(immediate.verdict()));
    } else if (expression instanceof Immediate.Value value) {
      return Comparisons.value(registers, value);
    } else if (expression instanceof Cmp cmp) {
      return Comparisons.cmp(registers, cmp);
    } else if (expression instanceof Range range) {
      return Comparisons.range(registers, range);
    } else if (expression instanceof Bitwise bitwise) {
      return Comparisons.bitwise(registers, bitwise);
    } else if (expression instanceof Lookup lookup) {
      return Lookups.prepare(registers, lookup, sets);
    } else if (expression instanceof Payload payload) {
      return PayloadLoads.prepare(registers, payload);
    } else if (expression instanceof Meta meta) {
      return PacketLoads.meta(registers, meta);
    } else if (expression instanceof Ct ct) {
      return PacketLoads.ct(registers, ct);
    } else if (expression instanceof Fib fib) {
      return PacketLoads.fib(registers, fib);
    } else if (expression instanceof Counter) {
      return machine -> {
        machine.trace.counter(-1, machine.rule);
        return Op.NEXT;
      };
    } else if (expression instanceof Log) {
      return machine -> {
        machine.trace.log(machine.rule);
        return Op.NEXT;
      };
    } else if (expression instanceof Limit) {
      throw registers.refused("limit answers by the clock and not by the packet");
    } else if (expression instanceof Notrack) {
      throw registers.refused("notrack changes what later hooks see");
    }
    throw registers.refused(
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
}
