package io.portcullis.compiler.render;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.Ruleset;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** One rule as text: keeps track of what each register holds, and prints where it is used. */
final class RuleText {

  private static final String UNWRITTEN = "<";

  private static final Bytes ICMPV6 = Bytes.ofU8(58);

  /** Where the source is in the header of IPv6. */
  private static final int SOURCE6 = 8;

  private static final int WORD = 4;

  private final Ruleset ruleset;
  private final Map<Integer, Operand> registers = new HashMap<>();
  private final List<String> parts = new ArrayList<>();
  private boolean loadable = true;
  private boolean unwritten;
  private int icmpType;

  /** Whether the first word of an IPv6 source was loaded: what follows is no field of IPv4's. */
  private boolean inSource6;

  /** Where a protocol was loaded and not used yet; empty if none was. */
  private OptionalInt protocol = OptionalInt.empty();

  private RuleText(Ruleset ruleset) {
    this.ruleset = ruleset;
  }

  /**
   * A rule's text.
   *
   * @param text without comment
   * @param unreadable why nft cannot read it, empty if it can
   */
  record Rendered(String text, String unreadable) {}

  static Rendered of(Ruleset ruleset, NftRule rule) {
    RuleText text = new RuleText(ruleset);
    text.icmpType = text.icmpTypeOf(rule.expressions());
    rule.expressions().forEach(text::add);
    return new Rendered(String.join(" ", text.parts), text.unreadable());
  }

  private String unreadable() {
    return unwritten ? "not in nft's words" : loadable ? "" : "constant in the key";
  }

  /** The transport header's type of ICMP shows in what the load is used for. */
  private int icmpTypeOf(List<Expression> expressions) {
    for (Expression expression : expressions) {
      if (expression instanceof Lookup lookup) {
        int type = ruleset.set(lookup.set()).map(NftSet::keyType).orElse(0);
        return type;
      }
      if (expression instanceof Cmp cmp && cmp.data().equals(ICMPV6)) {
        return io.portcullis.netlink.nftables.NftDataType.ICMPV6_TYPE;
      }
    }
    return 0;
  }

  private void add(Expression expression) {
    if (expression instanceof Meta meta) {
      load(meta.dreg(), Operand.of(meta));
      if (meta.key() == Meta.L4PROTO) {
        protocol = OptionalInt.of(meta.dreg().word());
      }
    } else if (expression instanceof Payload payload) {
      boolean network = payload.base() == Payload.Base.NETWORK;
      inSource6 |= network && payload.offset() == SOURCE6;
      boolean word = network && inSource6 && payload.length() <= WORD;
      load(payload.dreg(), word ? Operand.raw(payload) : Operand.of(payload, icmpType));
    } else if (expression instanceof Ct ct) {
      load(ct.dreg(), Operand.of(ct));
    } else if (expression instanceof Fib fib) {
      load(fib.dreg(), Operand.of(fib));
    } else if (expression instanceof Immediate.Value value) {
      load(value.dreg(), Operand.constant(value.value()));
    } else if (expression instanceof Bitwise bitwise) {
      load(bitwise.dreg(), operand(bitwise.sreg()).masked(bitwise.mask()));
    } else if (expression instanceof Cmp cmp) {
      parts.add(Comparison.of(operand(cmp.sreg()), cmp.op(), cmp.data()));
    } else if (expression instanceof Range range) {
      Operand operand = operand(range.sreg());
      String bounds = operand.value(range.from()) + "-" + operand.value(range.to());
      parts.add(operand.asKey() + (range.inverted() ? " != " : " ") + bounds);
    } else if (expression instanceof Lookup lookup) {
      lookup(lookup);
    } else {
      if (protocol.isPresent()) {
        // A load breaks off where the protocol cannot be told, and nft has no words for one alone.
        parts.add("meta l4proto >= 0");
        protocol = OptionalInt.empty();
      }
      String statement = statement(expression);
      unwritten |= statement.startsWith(UNWRITTEN);
      parts.add(statement);
    }
  }

  private static String statement(Expression expression) {
    if (expression instanceof Counter) {
      return "counter";
    }
    if (expression instanceof Immediate.Verdict verdict) {
      return verdict.verdict().toString();
    }
    if (expression instanceof Log log) {
      return log(log);
    }
    if (expression instanceof Limit limit) {
      return "limit rate " + limit.rate() + "/second burst " + limit.burst() + " packets";
    }
    if (expression instanceof Notrack) {
      return "notrack";
    }
    // No syntax of nft's, so that nft refuses the text: with a comment it would load, and the rule
    // would let through or stop something else.
    return UNWRITTEN + (expression instanceof Opaque opaque ? opaque.name() : expression) + ">";
  }

  private static String log(Log log) {
    StringBuilder out = new StringBuilder("log");
    log.prefix().ifPresent(prefix -> out.append(" prefix ").append(NftText.quoted(prefix)));
    log.group().ifPresent(group -> out.append(" group ").append(group));
    log.level().ifPresent(level -> out.append(" level ").append(level(level)));
    return out.toString();
  }

  private static String level(int level) {
    List<String> names =
        List.of("emerg", "alert", "crit", "err", "warn", "notice", "info", "debug");
    return level < names.size() ? names.get(level) : Integer.toString(level);
  }

  private void lookup(Lookup lookup) {
    NftSet set = ruleset.set(lookup.set()).orElse(NftSet.set(lookup.set(), 0, 0, 0));
    List<String> key = new ArrayList<>();
    int at = lookup.sreg().word();
    int end = at + Math.max(1, (set.keyLength() + 3) / 4);
    while (at < end) {
      Operand operand = operand(new Register(at));
      loadable &= !operand.constant();
      key.add(operand.asKey());
      at += Math.max(1, (operand.length() + 3) / 4);
    }
    String verb = lookup.data().isPresent() ? " vmap @" : lookup.inverted() ? " != @" : " @";
    parts.add(String.join(" . ", key) + verb + lookup.set());
  }

  private void load(Register register, Operand operand) {
    registers.put(register.word(), operand);
  }

  private Operand operand(Register register) {
    protocol = protocol.stream().filter(word -> word != register.word()).findAny();
    return registers.getOrDefault(register.word(), Operand.of("register " + register.word(), 0, 4));
  }
}
