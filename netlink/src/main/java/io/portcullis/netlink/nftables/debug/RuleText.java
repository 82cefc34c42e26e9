package io.portcullis.netlink.nftables.debug;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.codec.ExpressionCodec;
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
import io.portcullis.netlink.nftables.expr.Opaque;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.netlink.nftables.expr.Range;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Rules in the form of libnftnl's {@code nftnl_rule_snprintf()}, which {@code nft --debug=netlink}
 * shows: registers by their number, values as words in host order. What has no such form here is
 * printed by its name and bytes.
 */
public final class RuleText {

  private RuleText() {}

  /** The expressions of {@code rule}, one a line. */
  public static String of(NftRule rule) {
    StringBuilder out = new StringBuilder();
    rule.expressions().forEach(e -> out.append("  [ ").append(of(e)).append(" ]\n"));
    return out.toString();
  }

  /** One expression, without brackets. */
  public static String of(Expression expression) {
    String name = ExpressionCodec.name(expression);
    if (expression instanceof Meta meta) {
      return "meta load " + Keys.meta(meta.key()) + " => reg " + meta.dreg().number();
    } else if (expression instanceof Ct ct) {
      String load = "ct load " + Keys.ct(ct.key()) + " => reg " + ct.dreg().number();
      return load + Keys.direction(ct.direction());
    } else if (expression instanceof Payload payload) {
      return "payload load %db @ %s header + %d => reg %d"
          .formatted(
              payload.length(),
              Keys.base(payload.base()),
              payload.offset(),
              payload.dreg().number());
    } else if (expression instanceof Fib fib) {
      return "fib " + Keys.fib(fib.flags(), fib.result()) + " => reg " + fib.dreg().number();
    } else if (expression instanceof Cmp cmp) {
      String op = cmp.op().name().toLowerCase(Locale.ROOT);
      return "cmp %s reg %d %s".formatted(op, cmp.sreg().number(), words(cmp.data()));
    } else if (expression instanceof Range range) {
      String op = range.inverted() ? "neq" : "eq";
      return "range %s reg %d %s %s"
          .formatted(op, range.sreg().number(), words(range.from()), words(range.to()));
    } else if (expression instanceof Bitwise bitwise) {
      return "bitwise reg %d = ( reg %d & %s ) ^ %s"
          .formatted(
              bitwise.dreg().number(),
              bitwise.sreg().number(),
              words(bitwise.mask()),
              words(bitwise.xor()));
    } else if (expression instanceof Opaque opaque) {
      return name + " " + opaque.data();
    }
    return statement(expression, name);
  }

  private static String statement(Expression expression, String name) {
    if (expression instanceof Lookup lookup) {
      String to = lookup.data().map(data -> " dreg " + register(data)).orElse("");
      return "lookup reg %d set %s%s 0x%d"
          .formatted(lookup.sreg().number(), lookup.set(), to, lookup.inverted() ? 1 : 0);
    } else if (expression instanceof Immediate.Verdict immediate) {
      Verdict verdict = immediate.verdict();
      String kind = verdict.toString().split(" ", 2)[0];
      return "immediate reg 0 " + kind + verdict.chain().map(chain -> " -> " + chain).orElse("");
    } else if (expression instanceof Immediate.Value immediate) {
      return "immediate reg " + immediate.dreg().number() + " " + words(immediate.value());
    } else if (expression instanceof Counter counter) {
      return "counter pkts " + counter.packets() + " bytes " + counter.bytes();
    } else if (expression instanceof Limit limit) {
      return "limit rate %d/%s burst %d type %s flags 0x%x"
          .formatted(
              limit.rate(),
              Keys.unit(limit.unit()),
              limit.burst(),
              limit.type() == 0 ? "packets" : "bytes",
              limit.flags());
    } else if (expression instanceof Log log) {
      StringJoiner words = new StringJoiner(" ", "log ", "").setEmptyValue("log");
      log.prefix().ifPresent(prefix -> words.add("prefix " + prefix));
      log.group().ifPresent(group -> words.add("group " + group));
      log.snaplen().ifPresent(bytes -> words.add("snaplen " + bytes));
      log.qthreshold().ifPresent(packets -> words.add("qthreshold " + packets));
      log.level().ifPresent(level -> words.add("level " + level));
      Keys.logFlags(log.flags().orElse(0)).forEach(words::add);
      return words.toString();
    }
    return LoadText.of(expression).or(() -> StatementText.of(expression)).orElse(name);
  }

  private static int register(Lookup.MapData data) {
    return data instanceof Lookup.MapData.ToRegister to ? to.dreg().number() : 0;
  }

  /** As libnftnl holds data: words of four bytes, read in host order. */
  static String words(Bytes data) {
    ByteBuffer padded =
        ByteBuffer.allocate((data.length() + 3) & ~3).order(ByteOrder.nativeOrder());
    data.putTo(padded);
    StringJoiner words = new StringJoiner(" ");
    for (int at = 0; at < padded.capacity(); at += 4) {
      words.add("0x%08x".formatted(padded.getInt(at)));
    }
    return words.toString();
  }
}
