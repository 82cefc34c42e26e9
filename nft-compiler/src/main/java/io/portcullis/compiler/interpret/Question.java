package io.portcullis.compiler.interpret;

import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Log;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.netlink.nftables.expr.Range;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rule asks of one address of the packet and of nothing else: a load of the address, perhaps
 * a mask, and then a comparison or a lookup in a set, one right after the other. It holds or does
 * not, which is a set of addresses. Rules that ask the same share the object.
 */
public final class Question {

  private static final int ADDRESSES = Dimension.SOURCE.bit() | Dimension.DESTINATION.bit();

  private final Payload load;
  private final List<Op> ops;

  Question(Payload load, List<Op> ops) {
    this.load = load;
    this.ops = List.copyOf(ops);
  }

  /**
   * The expressions of the question that begins with the one at {@code at}; empty if none does, or
   * if anything that follows looks at the address that is in a register then.
   */
  static Optional<List<Expression>> beginningAt(
      List<Expression> rule, int at, Map<String, Elements> sets) {
    if (!(rule.get(at) instanceof Payload load)
        || (dimension(load, true) < 0 && dimension(load, false) < 0)) {
      return Optional.empty();
    }
    int test = at + 1;
    Register in = load.dreg();
    BitSet holding = words(in, load.length());
    if (test < rule.size() && masks(rule.get(test), load)) {
      in = ((Bitwise) rule.get(test)).dreg();
      holding.or(words(in, load.length()));
      test++;
    }
    Optional<Asked> asked = test < rule.size() ? asked(rule.get(test), sets) : Optional.empty();
    return asked.equals(Optional.of(new Asked(in, load.length())))
            && !isRead(holding, rule.subList(test + 1, rule.size()), sets)
        ? Optional.of(rule.subList(at, test + 1))
        : Optional.empty();
  }

  private static boolean masks(Expression expression, Payload load) {
    return expression instanceof Bitwise bitwise
        && bitwise.sreg().equals(load.dreg())
        && bitwise.mask().length() == load.length();
  }

  /** True if expressions look at words of registers before they write something else there. */
  private static boolean isRead(BitSet words, List<Expression> rest, Map<String, Elements> sets) {
    for (Expression expression : rest) {
      Optional<BitSet> read = read(expression, sets);
      if (read.isEmpty() || read.get().intersects(words)) {
        return true;
      }
      written(expression).ifPresent(words::andNot);
    }
    return false;
  }

  /** The words that an expression looks at; empty if that cannot be told. */
  private static Optional<BitSet> read(Expression expression, Map<String, Elements> sets) {
    if (expression instanceof Cmp cmp) {
      return Optional.of(words(cmp.sreg(), cmp.data().length()));
    } else if (expression instanceof Range range) {
      return Optional.of(words(range.sreg(), range.from().length()));
    } else if (expression instanceof Bitwise bitwise) {
      return Optional.of(words(bitwise.sreg(), bitwise.mask().length()));
    } else if (expression instanceof Lookup lookup) {
      return Optional.ofNullable(sets.get(lookup.set()))
          .map(set -> words(lookup.sreg(), set.definition().keyLength()));
    } else if (expression instanceof Payload
        || expression instanceof Meta
        || expression instanceof Immediate
        || expression instanceof Counter
        || expression instanceof Log) {
      return Optional.of(new BitSet());
    }
    return Optional.empty();
  }

  private static Optional<BitSet> written(Expression expression) {
    if (expression instanceof Payload load) {
      return Optional.of(words(load.dreg(), load.length()));
    } else if (expression instanceof Bitwise bitwise) {
      return Optional.of(words(bitwise.dreg(), bitwise.mask().length()));
    }
    return Optional.empty();
  }

  private static BitSet words(Register register, int length) {
    BitSet out = new BitSet();
    out.set(register.word(), register.word() + (length + 3) / 4);
    return out;
  }

  private record Asked(Register from, int length) {}

  /** What is asked by an expression that only holds or not. */
  private static Optional<Asked> asked(Expression test, Map<String, Elements> sets) {
    if (test instanceof Cmp cmp) {
      return Optional.of(new Asked(cmp.sreg(), cmp.data().length()));
    } else if (test instanceof Range range) {
      return Optional.of(new Asked(range.sreg(), range.from().length()));
    } else if (test instanceof Lookup lookup && lookup.data().isEmpty()) {
      Elements elements = sets.get(lookup.set());
      return elements == null
          ? Optional.empty()
          : Optional.of(new Asked(lookup.sreg(), elements.definition().keyLength()));
    }
    return Optional.empty();
  }

  /** 0 if the source is loaded whole from a packet of a family, 1 if the destination is; or -1. */
  private static int dimension(Payload load, boolean v4) {
    int source = v4 ? Machine.V4_SOURCE : Machine.V6_SOURCE;
    int length = v4 ? Machine.V4_BYTES : Machine.V6_BYTES;
    if (load.base() != Payload.Base.NETWORK || load.length() != length) {
      return -1;
    }
    return load.offset() == source ? 0 : load.offset() == source + length ? 1 : -1;
  }

  /** True if the packet at hand is one of which it holds. */
  boolean holds(Machine machine) {
    for (Op op : ops) {
      if (op.run(machine) == Op.BREAK) {
        return false;
      }
    }
    return true;
  }

  /** Its last expression, which tells a region in which addresses stand for groups of it. */
  Op told(Op test) {
    return machine -> {
      if (machine.narrows && machine.origins.region().isGrouped()) {
        int of = dimension(load, machine.v4);
        machine.origins.region().ask(of == 0 ? Dimension.SOURCE : Dimension.DESTINATION, this);
      }
      return test.run(machine);
    };
  }

  /** True of the protocol in an IPv4 header. */
  private static boolean isBeforeAddresses(Payload load, boolean v4) {
    return v4 && load.offset() + load.length() <= Machine.V4_SOURCE;
  }

  /** A load of the network header, which tells such a region unless a question begins with it. */
  static Op told(Payload load, Op op, boolean isQuestion) {
    return machine -> {
      if (machine.narrows
          && machine.origins.region().isGrouped()
          && !isBeforeAddresses(load, machine.v4)
          && !(isQuestion && dimension(load, machine.v4) >= 0)) {
        machine.origins.region().askPlainly(ADDRESSES);
      }
      return op.run(machine);
    };
  }
}
