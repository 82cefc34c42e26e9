package io.portcullis.netlink.nftables.codec;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftObject;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.expr.*;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The rules of {@code native/nftnl-vectors/statements.c}, by the same names. */
final class NftnlStatementVectors {

  private static final Register ONE = Register.of(1);
  private static final Register TWO = Register.of(2);
  private static final Optional<Register> FIRST = Optional.of(ONE);
  private static final Optional<Register> SECOND = Optional.of(TWO);
  private static final int IPV4 = NfFamily.IPV4.value();

  private final Map<String, NftRule> rules = new LinkedHashMap<>();

  private NftnlStatementVectors() {}

  static Map<String, NftRule> all() {
    NftnlStatementVectors all = new NftnlStatementVectors();
    all.arithmetic();
    all.writes();
    all.states();
    all.forwards();
    all.sources();
    return all.rules;
  }

  private void arithmetic() {
    one("byteorder", new Byteorder(ONE, TWO, Byteorder.NFT_BYTEORDER_HTON, 4, 2));
    one("shift", new BitwiseShift(ONE, TWO, 4, true, 3));
    for (BitwiseBoolean.Op op : BitwiseBoolean.Op.values()) {
      String name = op.name().toLowerCase(Locale.ROOT);
      one(name, new BitwiseBoolean.OfValue(op, ONE, TWO, Bytes.ofHex("ffffff00")));
    }
    one("numgen", new Numgen(ONE, 7, Numgen.NFT_NG_RANDOM, 3));
    one("hash", new Hash.Jenkins(ONE, TWO, 8, 16, OptionalInt.of(0xdeadbeef), 2));
    one("symhash", new Hash.Symmetric(TWO, 5, 9));
  }

  private void writes() {
    one("meta-set", new MetaWrite(ONE, Meta.MARK));
    one("ct-set", new CtWrite(ONE, Ct.MARK, OptionalInt.empty()));
    one(
        "payload-set",
        new PayloadWrite(
            ONE,
            Payload.Base.NETWORK,
            12,
            4,
            PayloadWrite.NFT_PAYLOAD_CSUM_INET,
            10,
            PayloadWrite.NFT_PAYLOAD_L4CSUM_PSEUDOHDR));
    one("exthdr-set", new Exthdr.Write(ONE, 2, 2, 2));
    one("exthdr", new Exthdr.Load(ONE, Exthdr.Op.TCPOPT, 44, 2, 2, true));
  }

  private void states() {
    one("quota", new Quota(1000, 7, true));
    one("connlimit", new Connlimit(10, true));
    one("last", new Last(true, 90_000));
    one("objref", new Objref.Named(NftObject.COUNTER, "hits"));
    one("objref-map", new Objref.InMap(ONE, "hits"));
    one(
        "dynset",
        new Dynset("s", Dynset.Op.UPDATE, ONE, Optional.empty(), 30_000, List.of(), false));
    List<Expression> counter = List.of(Counter.ZERO);
    one("dynset-counter", new Dynset("s", Dynset.Op.ADD, ONE, SECOND, 0, counter, false));
    List<Expression> two = List.of(Counter.ZERO, new Limit(10, 1, 5, 0, 0));
    one("dynset-two", new Dynset("s", Dynset.Op.ADD, ONE, Optional.empty(), 0, two, true));
  }

  private void forwards() {
    one(
        "snat",
        new Nat(
            Nat.NFT_NAT_SNAT,
            IPV4,
            FIRST,
            SECOND,
            Optional.of(Register.of(3)),
            Optional.of(Register.of(4)),
            Nat.NF_NAT_RANGE_PERSISTENT));
    one("masq", new Masq(Nat.NF_NAT_RANGE_PROTO_RANDOM, Optional.empty(), Optional.empty()));
    one("redir", new Redir(FIRST, SECOND, Nat.NF_NAT_RANGE_PROTO_RANDOM));
    one("tproxy", new Tproxy(IPV4, FIRST, SECOND));
    one("synproxy", new Synproxy(1460, 7, 3));
    one("reject", new Reject(Reject.NFT_REJECT_ICMPX_UNREACH, 3));
    one("dup", new Dup(FIRST, SECOND));
    one("fwd", new Fwd(ONE, SECOND, OptionalInt.of(IPV4)));
    one("queue", new Queue.Numbered(3, 2, Queue.NFT_QUEUE_FLAG_BYPASS));
    one("queue-register", new Queue.InRegister(ONE, 0));
    one("flow-offload", new FlowOffload("fast"));
  }

  private void sources() {
    one("rt", new Rt(ONE, Rt.NFT_RT_NEXTHOP4));
    one("socket", new Socket(ONE, Socket.NFT_SOCKET_CGROUPV2, OptionalInt.of(2)));
    one("xfrm", new Xfrm(ONE, Xfrm.NFT_XFRM_KEY_REQID, 1, 2));
    one("osf", new Osf(ONE, 2, true));
    one("tunnel", new Tunnel(ONE, Tunnel.NFT_TUNNEL_ID, Tunnel.NFT_TUNNEL_MODE_NONE));
    one("match", new Match("tcp", 0, Bytes.ofHex("01020304")));
    one("target", new Target("MARK", 2, Bytes.ofHex("01020304")));
  }

  private void one(String name, Expression expression) {
    rules.put("rule-" + name, NftRule.of("c", expression));
  }
}
