package io.portcullis.compiler.interpret;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A ruleset made by hand, rule by rule; its base chain is called {@code base}. */
final class Hand {

  static final Register R0 = Register.R0;
  static final Verdict DROP = Verdict.DROP;
  static final Verdict ACCEPT = Verdict.ACCEPT;

  private final Map<String, NftChain> chains = new LinkedHashMap<>();
  private final Map<String, List<NftRule>> rules = new LinkedHashMap<>();
  private final Map<String, NftSet> sets = new LinkedHashMap<>();
  private final Map<String, SetElements> elements = new LinkedHashMap<>();

  static Hand base(BaseHook.ChainPolicy policy) {
    Hand hand = new Hand();
    BaseHook hook =
        new BaseHook("filter", BaseHook.PRE_ROUTING, -101, policy, Optional.<String>empty());
    hand.chains.put("base", NftChain.base("base", hook, UserData.NONE));
    return hand;
  }

  /** A base chain with policy accept. */
  static Hand base() {
    return base(BaseHook.ChainPolicy.ACCEPT);
  }

  Hand rule(String chain, Expression... expressions) {
    chains.computeIfAbsent(chain, name -> NftChain.regular(name, UserData.NONE));
    rules.computeIfAbsent(chain, name -> new ArrayList<>()).add(NftRule.of(chain, expressions));
    return this;
  }

  Hand set(NftSet set, SetElements of) {
    sets.put(set.name(), set);
    elements.put(set.name(), of);
    return this;
  }

  Ruleset ruleset() {
    NftTable table = new NftTable(NfFamily.INET, "hand", 0, UserData.NONE, UnknownAttributes.NONE);
    return new Ruleset(table, chains, rules, sets, elements);
  }

  Interpretation run(Packet packet) {
    return new RulesetInterpreter(ruleset()).run(packet);
  }

  boolean drops(Packet packet) {
    return run(packet).dropped();
  }

  static Expression verdict(Verdict verdict) {
    return new Immediate.Verdict(verdict);
  }

  static Expression drop() {
    return verdict(DROP);
  }

  static Expression accept() {
    return verdict(ACCEPT);
  }

  static Expression destinationPort() {
    return new Payload(R0, Payload.Base.TRANSPORT, 2, 2);
  }

  static Expression source() {
    return new Payload(R0, Payload.Base.NETWORK, 12, 4);
  }

  static Expression is(Bytes value) {
    return new Cmp(R0, Cmp.Op.EQ, value);
  }

  static Bytes port(int port) {
    return Bytes.ofU16(port);
  }

  static Bytes address(String address) {
    return Bytes.of(Address.parse(address).toBytes());
  }

  /** A new TCP connection over IPv4. */
  static Packet tcp(String from, int port) {
    return packet(6, from, port);
  }

  /** A new connection's packet over IPv4, from port 40000. */
  static Packet packet(int protocol, String from, int port) {
    return new Packet(
        "eth0",
        protocol,
        Address.parse(from),
        Address.parse("192.0.2.1"),
        40_000,
        port,
        0,
        0,
        ConntrackState.NEW,
        false);
  }
}
