package io.portcullis.netlink.nftables.codec;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.RuleCompat;
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
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.netlink.nftables.expr.Range;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The rules of {@code native/nftnl-vectors}, by the same names: one an expression. */
final class NftnlRuleVectors {

  private static final int NFT_CT_PROTO_DST = 12;

  private final Map<String, NftRule> rules = new LinkedHashMap<>();

  private NftnlRuleVectors() {}

  static Map<String, NftRule> all() {
    NftnlRuleVectors all = new NftnlRuleVectors();
    all.loads();
    all.matches();
    all.statements();
    all.rules.putAll(NftnlStatementVectors.all());
    Meta protocol = new Meta(Register.R0, Meta.L4PROTO);
    Cmp tcp = new Cmp(Register.R0, Cmp.Op.EQ, Bytes.ofU8(6));
    Expression accept = new Immediate.Verdict(Verdict.ACCEPT);
    all.rules.put(
        "rule-comment",
        NftRule.of("c", protocol, tcp, Counter.ZERO, accept).withUserData(Comments.of("why")));
    all.one("rule-before", Counter.ZERO);
    all.rules.put(
        "rule-compat", CompatCodec.with(NftRule.of("c", Counter.ZERO), new RuleCompat(6, true)));
    return all.rules;
  }

  private void loads() {
    one("rule-payload", new Payload(new Register(2), Payload.Base.TRANSPORT, 2, 2));
    one("rule-meta", new Meta(Register.R0, Meta.L4PROTO));
    one("rule-ct-state", Ct.state(Register.R0));
    one("rule-ct-direction", new Ct(Register.R0, NFT_CT_PROTO_DST, OptionalInt.of(1)));
    one("rule-fib", Fib.destinationType(Register.R0));
    one("rule-immediate", new Immediate.Value(new Register(4), Bytes.ofHex("01020304")));
  }

  private void matches() {
    for (Cmp.Op op : Cmp.Op.values()) {
      String name = "rule-cmp-" + op.name().toLowerCase(Locale.ROOT);
      one(name, new Cmp(Register.R0, op, Bytes.ofU8(6)));
    }
    Bytes eth0 = Bytes.ofHex("65746830000000000000000000000000");
    one("rule-cmp-interface", new Cmp(Register.R0, Cmp.Op.EQ, eth0));
    one("rule-range", new Range(Register.R0, false, Bytes.ofU16(80), Bytes.ofU16(90)));
    one("rule-range-outside", new Range(Register.R0, true, Bytes.ofU16(80), Bytes.ofU16(90)));
    Bytes mask = Bytes.ofHex("ffffff00");
    one("rule-bitwise", new Bitwise(Register.R0, new Register(1), mask, Bytes.ofHex("00000001")));
    one("rule-lookup", Lookup.in("s", Register.R0));
    one("rule-lookup-inverted", new Lookup("s", Register.R0, Optional.empty(), true));
    one("rule-lookup-verdict", Lookup.verdict("s", Register.R0));
    Lookup.MapData word4 = new Lookup.MapData.ToRegister(new Register(4));
    one("rule-lookup-map", new Lookup("s", Register.R0, Optional.of(word4), false));
  }

  private void statements() {
    verdict("rule-accept", Verdict.ACCEPT);
    verdict("rule-drop", Verdict.DROP);
    verdict("rule-return", Verdict.RETURN);
    verdict("rule-continue", Verdict.CONTINUE);
    verdict("rule-jump", Verdict.jump("d"));
    verdict("rule-goto", Verdict.goTo("d"));
    one("rule-counter", new Counter(3, 180));
    one("rule-limit", new Limit(10, 60, 5, 0, 0));
    one("rule-limit-bytes-over", new Limit(1_048_576, 1, 0, 1, 1));
    one("rule-log", Log.syslog("hello", 4));
    one(
        "rule-log-group",
        new Log(
            Optional.of("hello"),
            OptionalInt.of(7),
            OptionalInt.of(128),
            OptionalInt.of(20),
            OptionalInt.empty(),
            OptionalInt.of(0)));
    one("rule-notrack", new Notrack());
  }

  private void verdict(String name, Verdict verdict) {
    one(name, new Immediate.Verdict(verdict));
  }

  private void one(String name, Expression expression) {
    rules.put(name, NftRule.of("c", expression));
  }
}
