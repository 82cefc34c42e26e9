package io.portcullis.compiler.interpret;

import io.portcullis.compiler.Place;
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

  /** All expressions of a rule that may decide something. */
  Op[] prepare(Place place, List<Expression> rule) {
    Registers registers = new Registers(place);
    return withoutNotices(rule).stream()
        .map(expression -> prepare(registers, expression))
        .toArray(Op[]::new);
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

  private Op prepare(Registers registers, Expression expression) {
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
