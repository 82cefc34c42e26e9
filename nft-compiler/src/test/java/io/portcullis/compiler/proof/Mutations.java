package io.portcullis.compiler.proof;

import io.portcullis.compiler.Outcome;
import io.portcullis.compiler.Place;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Ct;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Limit;
import io.portcullis.netlink.nftables.expr.Log;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Opaque;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.netlink.nftables.expr.Range;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What can go wrong with {@link Guinea} compiled, by name. */
final class Mutations {

  private static final String SERVICES = "endpoint-1-v4-services";
  private static final String SOURCES = "endpoint-1-v4-service-saddr";
  private static final String TIER = "endpoint-1-v4-rules-1-tier-0";
  private static final String OFFICE = "75800000" + "0a000000";
  private static final Register R0 = Register.R0;

  private Mutations() {}

  /** Each changes an answer. */
  static Map<String, Mutant> broken(Mutant right) {
    Map<String, Mutant> out = new LinkedHashMap<>();
    out.put("a source is gone", right.remove(SOURCES + 24, OFFICE));
    out.put(
        "a source is too many",
        right.add(SOURCES + 24, element("75800000" + "0a000100", "rule-one-office-0")));
    out.put(
        "a source is another",
        right.element(
            SOURCES + 16,
            "75800000" + "0a010000",
            e -> element("75800000" + "0a020000", "rule-one-office-0")));
    out.put(
        "a source of another port",
        right.element(
            SOURCES + 24, OFFICE, e -> element("75810000" + "0a000000", "rule-one-office-0")));
    out.put(
        "a single address within a denied prefix",
        right.add(SOURCES + 8, element("75820000" + "0b000000", "rule-one-cut-0")));
    out.put("a source is denied", right.redirect(SOURCES + 24, OFFICE, to("rule-two-rest-0")));
    out.put("a source is dropped by the map", right.redirect(SOURCES + 24, OFFICE, Verdict.DROP));
    out.put(
        "the right verdict by the wrong rule",
        right.redirect(SOURCES + 24, OFFICE, to("rule-one-wide-0")));
    out.put("a service is gone", right.remove(SERVICES, service(6, 30_082)));
    out.put(
        "a service is too many",
        right.add(SERVICES, element(service(6, 30_083), "rule-one-office-0")));
    out.put(
        "a port is off by one",
        right.element(
            SERVICES,
            service(6, 30_080),
            e -> element(service(6, 30_079), "endpoint-1-v4-sources-1")));
    out.put(
        "a service of another protocol",
        right.element(
            SERVICES,
            service(6, 30_100),
            e -> element(service(132, 30_100), "endpoint-1-v4-rules-1")));
    out.put(
        "a service goes to another's sources",
        right.redirect(SERVICES, service(6, 30_082), to("endpoint-1-v4-sources-2")));
    out.put("a protocol is gone", right.remove("endpoint-1-v4-protocols", "2f"));
    out.put(
        "a protocol is allowed",
        right.add("endpoint-1-v4-protocols", element("30", "rule-two-gre-0")));
    out.put("an ICMP type is gone", right.remove("endpoint-1-v4-icmp", "03"));
    out.put(
        "an ICMP code is another",
        right.element("endpoint-1-v4-icmp-3", "04", e -> element("05", "rule-one-pmtu-0")));
    out.put(
        "a range of ports begins late",
        right.element(
            "endpoint-1-v4-ports-of-17", "2710", e -> element("2711", "rule-one-wide-0")));
    out.put(
        "a range of ports ends late",
        right.element(
            "endpoint-1-v4-ports-of-17", "4e20", e -> NftSetElem.intervalEnd(Bytes.ofHex("4e21"))));
    out.put("a range of ports has no end", right.remove("endpoint-1-v4-ports-of-17", "4e20"));
    out.put(
        "an address of a set is gone", right.elements("endpoint-1-v4-addresses-1", Mutations::cut));
    out.put("an interface is gone", right.remove("endpoints", name("eth0")));
    out.put("an interface without policy is gone", right.remove("endpoints", name("eth1")));
    out.put("lo is gone", right.remove("endpoints", name("lo")));
    out.put(
        "an interface of nobody's",
        right.add("endpoints", NftSetElem.of(Bytes.ofHex(name("eth7")), Verdict.ACCEPT)));
    out.put(
        "an interface in another class",
        right.redirect("endpoints", name("eth0"), to("endpoint-2")));
    out.put("a neighbour discovery type is gone", right.remove("neighbour-discovery", "87"));
    out.put(
        "a neighbour discovery type is too many",
        right.add("neighbour-discovery", element("80", "neighbour-discovery")));
    out.put("a failsafe is gone", right.remove("failsafes-v4", service(6, 22)));
    out.put(
        "a failsafe holds for all sources",
        right.redirect("failsafes-v4", service(17, 68), Verdict.jump("failsafes-v4")));
    out.put(
        "a failsafe does not come back",
        right.redirect("failsafes-v4", service(6, 22), to("failsafes-v4")));
    out.put("a failsafe is gone, for valid packets", right.remove(SERVICES, service(6, 22)));
    out.put(
        "a failsafe does not go on to policy",
        right.redirect(SERVICES, service(6, 22), to("failsafes-v4")));
    out.put(
        "a failsafe from some sources goes on to nothing",
        right.drop("endpoint-1-v4-failsafe-17-68", 1));
    ofRules(right, out);
    ofRecords(right, out);
    return out;
  }

  private static void ofRules(Mutant right, Map<String, Mutant> out) {
    out.put("established connections are not let in", right.drop("prerouting", 0));
    out.put("IPv6 goes the way of IPv4", right.drop("endpoint-1", 1));
    out.put("invalid packets are left to policy", right.drop("endpoint-1", 0));
    out.put("invalid before failsafes", right.swap("invalid", 1, 2));
    out.put("protocols before services", right.swap("endpoint-1", 2, 3).drop("endpoint-1", 3));
    out.put("everything not known is let in", right.drop("endpoint-1", 4));
    out.put("no endpoint for other interfaces", right.drop("prerouting", 2));
    out.put("no neighbour discovery", right.drop("endpoint-1-v6", 0));
    out.put("a tier is left out", right.drop("endpoint-1-v4-rules-1", 0));
    out.put("a rule is left out", right.drop(TIER, 0));
    out.put("rules in the wrong order", right.swap("endpoint-1-v4-rules-1", 0, 1));
    out.put(
        "only established, not related",
        right.expressions("prerouting", 0, mask(Ct.STATE_ESTABLISHED)));
    out.put(
        "new connections pass as established",
        right.expressions(
            "prerouting", 0, mask(Ct.STATE_ESTABLISHED | Ct.STATE_RELATED | Ct.STATE_NEW)));
    out.put(
        "untracked packets count as invalid",
        right.expressions("endpoint-1", 0, mask(Ct.STATE_INVALID | Ct.STATE_UNTRACKED)));
    out.put(
        "errors about what clients sent are dropped",
        right.insertApart(
            "prerouting",
            0,
            Ct.state(R0),
            Bitwise.and(R0, Bytes.ofHostU32(Ct.STATE_RELATED)),
            new Cmp(R0, Cmp.Op.NEQ, Bytes.zero(4)),
            Ct.direction(R0),
            new Cmp(R0, Cmp.Op.EQ, Bytes.ofU8(Ct.DIR_REPLY)),
            Hands.DROP));
    out.put(
        "answers in expected flows are dropped",
        right.insertApart(
            "prerouting",
            0,
            Ct.direction(R0),
            new Cmp(R0, Cmp.Op.EQ, Bytes.ofU8(Ct.DIR_REPLY)),
            Ct.status(R0),
            Bitwise.and(R0, Bytes.ofHostU32(Ct.STATUS_EXPECTED)),
            new Cmp(R0, Cmp.Op.NEQ, Bytes.zero(4)),
            Hands.DROP));
    out.put(
        "first packets of expected flows are dropped",
        right.insertApart(
            "prerouting",
            0,
            Ct.state(R0),
            new Cmp(R0, Cmp.Op.EQ, Bytes.ofHostU32(Ct.STATE_RELATED)),
            Ct.status(R0),
            Bitwise.and(R0, Bytes.ofHostU32(Ct.STATUS_EXPECTED)),
            new Cmp(R0, Cmp.Op.NEQ, Bytes.zero(4)),
            Hands.DROP));
    out.put(
        "a mask is a bit too long",
        right.expressions("endpoint-1-v4-sources-1", 1, mask(Bytes.ofHex("ffff8000"))));
    out.put(
        "a mask is a bit too short",
        right.expressions("endpoint-1-v4-sources-1", 0, mask(Bytes.ofHex("fffffe00"))));
    out.put(
        "the wrong family",
        right.expressions(
            "endpoint-1",
            1,
            e -> e instanceof Cmp c ? new Cmp(c.sreg(), c.op(), Bytes.ofU8(2)) : e));
    out.put(
        "destinations for sources",
        right.expressions(
            "endpoint-1-v4-sources-1",
            0,
            e ->
                e instanceof Payload p && p.offset() == 12
                    ? new Payload(p.dreg(), p.base(), 16, 4)
                    : e));
    out.put(
        "a source port range is off by one",
        right.expressions(
            TIER,
            0,
            e ->
                e instanceof Range r
                    ? new Range(r.sreg(), r.inverted(), r.from(), Bytes.ofU16(2_001))
                    : e));
    out.put(
        "a failsafe's port is a source port",
        right.expressions(
            "invalid", 1, e -> e instanceof Payload p ? new Payload(p.dreg(), p.base(), 0, 2) : e));
    out.put("swapped verdicts", right.expressions("rule-one-office-0", 0, Hands::flipped));
    out.put("a log is missing", right.without("rule-one-cut-0-logged", 0, Log.class));
    out.put("a log is too many", right.insert("rule-one-wide-0", 0, Log.syslog("x", 6)));
    out.put("a log for all, not for some", right.insert(TIER, 0, Log.syslog("x", 6)));
    out.put(
        "a rule of somebody else's lets one source in",
        right.insert(
            "endpoint-1-v4-sources-3",
            0,
            new Payload(R0, Payload.Base.NETWORK, 12, 4),
            new Cmp(R0, Cmp.Op.EQ, Bytes.ofHex("0a00004d")),
            Hands.ACCEPT));
    out.put(
        "a rule of somebody else's drops one source of one port",
        right.insert(
            "prerouting",
            0,
            new Meta(R0, Meta.NFPROTO),
            new Cmp(R0, Cmp.Op.EQ, Bytes.ofU8(2)),
            new Payload(R0, Payload.Base.NETWORK, 12, 4),
            new Cmp(R0, Cmp.Op.EQ, Bytes.ofHex("0a00004d")),
            new Payload(R0, Payload.Base.TRANSPORT, 2, 2),
            new Cmp(R0, Cmp.Op.EQ, Bytes.ofU16(30_080)),
            Hands.DROP));
  }

  private static void ofRecords(Mutant right, Map<String, Mutant> out) {
    out.put(
        "an outcome stands at another's place",
        right.outcomes(
            list -> {
              Outcome allow = list.get(8);
              Outcome other = list.get(10);
              list.set(8, new Outcome(allow.reason(), allow.rule(), other.place()));
              list.set(10, new Outcome(other.reason(), other.rule(), allow.place()));
              return list;
            }));
    out.put(
        "an outcome is not recorded",
        right.outcomes(
            list -> {
              list.remove(0);
              return list;
            }));
    out.put(
        "a place has two outcomes",
        right.outcomes(
            list -> {
              list.add(new Outcome(list.get(8).reason(), list.get(8).rule(), list.get(10).place()));
              return list;
            }));
    out.put("a log is not recorded", right.logs(list -> list.subList(1, list.size())));
  }

  /** Each changes nothing that policy speaks of. */
  static Map<String, Mutant> harmless(Mutant right) {
    Map<String, Mutant> out = new LinkedHashMap<>();
    out.put("no counter", right.without("rule-one-office-0", 0, Counter.class));
    out.put(
        "one more counter",
        right.expressions("invalid", 2, e -> e instanceof Counter ? new Counter(9, 9) : e));
    out.put(
        "elements in another order",
        right.elements(
            SERVICES,
            list -> {
              Collections.reverse(list);
              return list;
            }));
    out.put(
        "a source within another of the same outcome",
        right.add(SOURCES + 24, element("75800000" + "0a010500", "rule-one-office-0")));
    out.put(
        "a source of a service that is never looked up",
        right.add(SOURCES + 8, element("00500000" + "0a000000", "rule-one-cut-0")));
    out.put(
        "a policy that no packet gets to",
        right.chain(
            "prerouting",
            chain ->
                NftChain.base(
                    chain.name(),
                    hook(chain, BaseHook.PRE_ROUTING, -101, BaseHook.ChainPolicy.DROP),
                    chain.userData())));
    out.put("prefix lengths in another order", right.swap("endpoint-1-v4-sources-1", 0, 1));
    out.put(
        "a jump for a goto that never ends",
        right
            .expressions("endpoint-1", 1, Hands::flipped)
            .expressions("endpoint-1", 1, e -> e instanceof Cmp ? Hands.flipped(e) : e));
    out.put(
        "a rule that lets nothing in",
        right.insert(
            "endpoint-1-v4-sources-3",
            0,
            new Payload(R0, Payload.Base.TRANSPORT, 2, 2),
            new Cmp(R0, Cmp.Op.EQ, Bytes.ofU16(80)),
            Hands.ACCEPT));
    out.put(
        "one more place in the record",
        right.outcomes(
            list -> {
              list.add(
                  new Outcome(
                      list.get(0).reason(), list.get(0).rule(), new Place("prerouting", 9)));
              return list;
            }));
    return out;
  }

  /** Each may or may not change an answer: that cannot be told here. */
  static Map<String, Mutant> unknown(Mutant right) {
    Map<String, Mutant> out = new LinkedHashMap<>();
    out.put("a limit", right.insert("endpoint-1", 0, new Limit(1, 1, 1, 0, 0), Hands.DROP));
    out.put("what is not known", right.insert("endpoint-1", 0, new Opaque("x", Bytes.EMPTY)));
    out.put(
        "a mark",
        right.insert("endpoint-1", 0, new Meta(R0, 3), new Cmp(R0, Cmp.Op.EQ, Bytes.zero(4))));
    out.put(
        "interfaces by prefix",
        right.insert(
            "prerouting",
            0,
            new Meta(R0, Meta.IIFNAME),
            new Cmp(R0, Cmp.Op.EQ, Bytes.ofHex("657468")),
            Hands.ACCEPT));
    out.put(
        "after DNAT", right.chain("prerouting", chain -> hooked(chain, BaseHook.PRE_ROUTING, -99)));
    out.put(
        "before states",
        right.chain("prerouting", chain -> hooked(chain, BaseHook.PRE_ROUTING, -300)));
    out.put(
        "elsewhere", right.chain("prerouting", chain -> hooked(chain, BaseHook.LOCAL_IN, -101)));
    return out;
  }

  private static NftChain hooked(NftChain chain, int hooknum, int priority) {
    return NftChain.base(
        chain.name(),
        hook(chain, hooknum, priority, BaseHook.ChainPolicy.ACCEPT),
        chain.userData());
  }

  private static BaseHook hook(
      NftChain chain, int hooknum, int priority, BaseHook.ChainPolicy policy) {
    BaseHook before = chain.base().orElseThrow();
    return new BaseHook(before.type(), hooknum, priority, policy, before.devices());
  }

  private static List<NftSetElem> cut(List<NftSetElem> list) {
    return list.subList(2, list.size());
  }

  private static NftSetElem element(String key, String chain) {
    return NftSetElem.of(Bytes.ofHex(key), to(chain));
  }

  private static Verdict to(String chain) {
    return Verdict.goTo(chain);
  }

  private static String service(int protocol, int port) {
    return "%02x000000%04x0000".formatted(protocol, port);
  }

  private static String name(String name) {
    StringBuilder out = new StringBuilder();
    name.chars().forEach(c -> out.append("%02x".formatted(c)));
    return out + "00".repeat(16 - name.length());
  }

  private static UnaryOperator<Expression> mask(int states) {
    return mask(Bytes.ofHostU32(states));
  }

  private static UnaryOperator<Expression> mask(Bytes bytes) {
    return e -> e instanceof Bitwise b ? new Bitwise(b.sreg(), b.dreg(), bytes, b.xor()) : e;
  }
}
