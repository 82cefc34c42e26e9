package io.portcullis.compiler.interpret;

import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.expr.Ct;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Fib;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each chain, and all it may lead to, asks of a packet: {@link Dimension#bit}s. The same of
 * each rule and those after it in its chain, whose numbers come after those of all chains.
 */
final class Reach {

  private Reach() {}

  /** By chain number, and behind these by rule number. */
  static int[] of(Program program) {
    return of(program, false);
  }

  /** The same without the addresses that are asked in {@link Question}s. */
  static int[] plainly(Program program) {
    return of(program, true);
  }

  private static int[] of(Program program, boolean plainly) {
    List<String> names = program.chainNames();
    Map<String, Integer> numbers = new HashMap<>();
    names.forEach(name -> numbers.put(name, numbers.size()));
    Map<String, BitSet> ofSets = new HashMap<>();
    program.sets().forEach(set -> ofSets.put(set.definition().name(), set.chains()));
    int[] asks = new int[names.size()];
    List<List<Integer>> from = new ArrayList<>();
    names.forEach(name -> from.add(new ArrayList<>()));
    for (int chain = 0; chain < asks.length; chain++) {
      BitSet leadsTo = new BitSet();
      for (NftRule rule : program.ruleset().rulesOf(names.get(chain))) {
        asks[chain] |= asks(rule, program, plainly);
        leadsTo.or(leadsTo(rule, numbers, ofSets));
      }
      int number = chain;
      leadsTo.stream().forEach(to -> from.get(to).add(number));
    }
    spread(asks, from);
    int[] out = Arrays.copyOf(asks, asks.length + program.places().size());
    for (int chain = 0; chain < asks.length; chain++) {
      List<NftRule> rules = program.ruleset().rulesOf(names.get(chain));
      int rest = 0;
      for (int i = rules.size() - 1; i >= 0; i--) {
        rest |= asks(rules.get(i), program, plainly);
        rest |=
            leadsTo(rules.get(i), numbers, ofSets).stream()
                .map(to -> asks[to])
                .reduce(0, (a, b) -> a | b);
        out[asks.length + program.firstRule(chain) + i] = rest;
      }
    }
    return out;
  }

  private static int asks(NftRule rule, Program program, boolean plainly) {
    List<Expression> expressions = rule.expressions();
    int asks = 0;
    for (int i = 0; i < expressions.size(); i++) {
      asks |=
          plainly && Question.beginningAt(expressions, i, program.setsByName()).isPresent()
              ? 0
              : asks(expressions.get(i));
    }
    return asks;
  }

  private static BitSet leadsTo(
      NftRule rule, Map<String, Integer> numbers, Map<String, BitSet> ofSets) {
    BitSet leadsTo = new BitSet();
    for (Expression expression : rule.expressions()) {
      if (expression instanceof Lookup lookup) {
        leadsTo.or(ofSets.getOrDefault(lookup.set(), new BitSet()));
      } else if (expression instanceof Immediate.Verdict verdict) {
        verdict.verdict().chain().map(numbers::get).ifPresent(leadsTo::set);
      }
    }
    return leadsTo;
  }

  /** Until nothing changes: who leads to a chain asks what that chain asks. */
  private static void spread(int[] asks, List<List<Integer>> from) {
    ArrayDeque<Integer> changed = new ArrayDeque<>();
    for (int chain = 0; chain < asks.length; chain++) {
      changed.add(chain);
    }
    while (!changed.isEmpty()) {
      int to = changed.remove();
      for (int chain : from.get(to)) {
        if ((asks[chain] | asks[to]) != asks[chain]) {
          asks[chain] |= asks[to];
          changed.add(chain);
        }
      }
    }
  }

  private static int asks(Expression expression) {
    if (expression instanceof Meta meta) {
      return switch (meta.key()) {
        case Meta.IIFNAME -> Dimension.INTERFACE.bit();
        case Meta.NFPROTO -> Dimension.FAMILY.bit();
        default -> Dimension.PROTOCOL.bit();
      };
    } else if (expression instanceof Ct) {
      return Dimension.STATE.bit();
    } else if (expression instanceof Fib) {
      return Dimension.LOCAL.bit();
    } else if (expression instanceof Payload payload) {
      return payload.base() == Payload.Base.TRANSPORT
          ? (payload.offset() < 2 ? Dimension.FIRST_WORD.bit() : 0)
              | (payload.offset() + payload.length() > 2 ? Dimension.DESTINATION_PORT.bit() : 0)
          : (payload.offset() == 9 && payload.length() == 1 ? Dimension.PROTOCOL.bit() : 0)
              | Dimension.SOURCE.bit()
              | Dimension.DESTINATION.bit();
    }
    return 0;
  }
}
