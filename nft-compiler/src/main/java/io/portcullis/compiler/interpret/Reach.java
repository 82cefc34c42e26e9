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
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each chain, and all it may lead to, asks of a packet: {@link Dimension#bit}s. The same of
 * each rule and those after it in its chain, whose numbers come after those of all chains.
 */
final class Reach {

  private final Program program;
  private final boolean plainly;
  private final Map<String, Integer> numbers = new HashMap<>();

  /** Of equal rules, which share their operations, the answers are found once. */
  private final IdentityHashMap<Op[], Rule> known = new IdentityHashMap<>();

  private Reach(Program program, boolean plainly) {
    this.program = program;
    this.plainly = plainly;
    program.chainNames().forEach(name -> numbers.put(name, numbers.size()));
  }

  /** What a rule asks itself, and the numbers of the chains that it may lead to, ascending. */
  private static final class Rule {

    private final int asks;
    private final int[] leadsTo;

    private Rule(int asks, int... leadsTo) {
      this.asks = asks;
      this.leadsTo = leadsTo;
    }
  }

  /** By chain number, and behind these by rule number. */
  static int[] of(Program program) {
    return new Reach(program, false).all();
  }

  /** The same without the addresses that are asked in {@link Question}s. */
  static int[] plainly(Program program) {
    return new Reach(program, true).all();
  }

  private int[] all() {
    int[] asks = new int[numbers.size()];
    int[][] leadsTo = new int[asks.length][];
    for (int chain = 0; chain < asks.length; chain++) {
      BitSet all = new BitSet();
      List<NftRule> rules = program.ruleset().rulesOf(program.chainNames().get(chain));
      for (int i = 0; i < rules.size(); i++) {
        Rule rule = rule(chain, i, rules.get(i));
        asks[chain] |= rule.asks;
        for (int to : rule.leadsTo) {
          all.set(to);
        }
      }
      leadsTo[chain] = all.stream().toArray();
    }
    spread(asks, backwards(leadsTo));
    int[] out = Arrays.copyOf(asks, asks.length + program.places().size());
    for (int chain = 0; chain < asks.length; chain++) {
      List<NftRule> rules = program.ruleset().rulesOf(program.chainNames().get(chain));
      int rest = 0;
      for (int i = rules.size() - 1; i >= 0; i--) {
        Rule rule = rule(chain, i, rules.get(i));
        rest |= rule.asks;
        for (int to : rule.leadsTo) {
          rest |= asks[to];
        }
        out[asks.length + program.firstRule(chain) + i] = rest;
      }
    }
    return out;
  }

  private Rule rule(int chain, int index, NftRule rule) {
    return known.computeIfAbsent(
        program.chain(chain)[index], key -> new Rule(asks(rule), leadsTo(rule)));
  }

  private int asks(NftRule rule) {
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

  private int[] leadsTo(NftRule rule) {
    BitSet leadsTo = new BitSet();
    for (Expression expression : rule.expressions()) {
      if (expression instanceof Lookup lookup) {
        program.set(lookup.set()).ifPresent(set -> leadsTo.or(set.chains()));
      } else if (expression instanceof Immediate.Verdict verdict) {
        verdict.verdict().chain().map(numbers::get).ifPresent(leadsTo::set);
      }
    }
    return leadsTo.stream().toArray();
  }

  /** By chain, those that lead to it. */
  private static int[][] backwards(int[]... leadsTo) {
    int[] counts = new int[leadsTo.length];
    for (int[] some : leadsTo) {
      for (int to : some) {
        counts[to]++;
      }
    }
    int[][] out = new int[leadsTo.length][];
    Arrays.setAll(out, chain -> new int[counts[chain]]);
    for (int chain = 0; chain < leadsTo.length; chain++) {
      for (int to : leadsTo[chain]) {
        out[to][--counts[to]] = chain;
      }
    }
    return out;
  }

  /** Until nothing changes: who leads to a chain asks what that chain asks. */
  private static void spread(int[] asks, int[]... from) {
    ArrayDeque<Integer> changed = new ArrayDeque<>();
    for (int chain = 0; chain < asks.length; chain++) {
      changed.add(chain);
    }
    while (!changed.isEmpty()) {
      int to = changed.remove();
      for (int chain : from[to]) {
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
