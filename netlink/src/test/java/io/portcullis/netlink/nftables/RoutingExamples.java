package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Example.Place;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Ct;
import io.portcullis.netlink.nftables.expr.Dup;
import io.portcullis.netlink.nftables.expr.Fib;
import io.portcullis.netlink.nftables.expr.FlowOffload;
import io.portcullis.netlink.nftables.expr.Fwd;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Inner;
import io.portcullis.netlink.nftables.expr.Limit;
import io.portcullis.netlink.nftables.expr.Log;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Masq;
import io.portcullis.netlink.nftables.expr.Match;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Nat;
import io.portcullis.netlink.nftables.expr.Notrack;
import io.portcullis.netlink.nftables.expr.Osf;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.netlink.nftables.expr.Queue;
import io.portcullis.netlink.nftables.expr.Range;
import io.portcullis.netlink.nftables.expr.Redir;
import io.portcullis.netlink.nftables.expr.Reject;
import io.portcullis.netlink.nftables.expr.Rt;
import io.portcullis.netlink.nftables.expr.Socket;
import io.portcullis.netlink.nftables.expr.Synproxy;
import io.portcullis.netlink.nftables.expr.Target;
import io.portcullis.netlink.nftables.expr.Tproxy;
import io.portcullis.netlink.nftables.expr.Tunnel;
import io.portcullis.netlink.nftables.expr.Xfrm;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Rules that send packets elsewhere, and that ask what is not in them. */
final class RoutingExamples {

  private static final Register R0 = Register.R0;
  private static final Register R1 = new Register(4);
  private static final Optional<Register> NONE = Optional.empty();
  private static final int IPV4 = NfFamily.IPV4.value();
  private static final int IPV6 = NfFamily.IPV6.value();

  private RoutingExamples() {}

  static List<Example> translations() {
    Optional<Register> first = Optional.of(R0);
    Optional<Register> second = Optional.of(R1);
    return List.of(
        Example.reading(
            Place.NAT_POSTROUTING, 1, new Nat(Nat.NFT_NAT_SNAT, IPV4, first, first, NONE, NONE, 0)),
        Example.reading(
            Place.NAT_PREROUTING,
            5,
            new Nat(
                Nat.NFT_NAT_DNAT,
                IPV6,
                first,
                first,
                second,
                second,
                Nat.NF_NAT_RANGE_PERSISTENT | Nat.NF_NAT_RANGE_PROTO_RANDOM)),
        Example.reading(
            Place.NAT_PREROUTING,
            5,
            new Nat(Nat.NFT_NAT_DNAT, IPV4, first, second, NONE, NONE, Nat.NF_NAT_RANGE_NETMAP)),
        Example.at(Place.NAT_POSTROUTING, new Masq(0, NONE, NONE)),
        Example.at(
            Place.NAT_POSTROUTING, new Masq(Nat.NF_NAT_RANGE_PROTO_RANDOM_FULLY, NONE, NONE)),
        Example.reading(Place.NAT_POSTROUTING, 5, new Masq(0, first, second)),
        Example.at(Place.NAT_PREROUTING, new Redir(NONE, NONE, 0)),
        Example.reading(
            Place.NAT_PREROUTING, 1, new Redir(first, first, Nat.NF_NAT_RANGE_PROTO_RANDOM)),
        Example.reading(Place.PREROUTING, 5, new Tproxy(IPV4, first, second)),
        Example.reading(Place.PREROUTING, 1, new Tproxy(0, NONE, first)),
        Example.at(Place.INPUT, new Synproxy(1460, 7, 0xf)),
        Example.at(Place.FORWARD, new Synproxy(0, 0, Synproxy.NF_SYNPROXY_OPT_SACK_PERM)));
  }

  static List<Example> forwards() {
    return List.of(
        Example.at(Place.INPUT, Reject.reset()),
        Example.at(Place.INPUT, new Reject(Reject.NFT_REJECT_ICMPX_UNREACH, 3)),
        Example.reading(Place.IPV4, 1, new Dup(Optional.of(R0), NONE)),
        Example.reading(Place.IPV4, 5, new Dup(Optional.of(R0), Optional.of(R1))),
        Example.reading(Place.INGRESS, 1, new Dup(NONE, Optional.of(R0))),
        Example.reading(Place.INGRESS, 1, new Fwd(R0, NONE, OptionalInt.empty())),
        Example.reading(Place.INGRESS, 5, new Fwd(R0, Optional.of(R1), OptionalInt.of(IPV4))),
        Example.of(new Queue.Numbered(3, 1, 0)),
        Example.of(new Queue.Numbered(0, 0xffff, 3)),
        Example.reading(Place.PREROUTING, 1, new Queue.InRegister(R0, 1)),
        Example.at(Place.FORWARD, new FlowOffload("fast")));
  }

  static List<Example> sources() {
    return List.of(
        Example.of(new Rt(R0, Rt.NFT_RT_CLASSID)),
        Example.of(new Rt(R1, Rt.NFT_RT_NEXTHOP6)),
        Example.at(Place.FORWARD, new Rt(R0, Rt.NFT_RT_TCPMSS)),
        Example.at(Place.POSTROUTING, new Rt(R0, Rt.NFT_RT_XFRM)),
        Example.of(new Socket(R0, Socket.NFT_SOCKET_TRANSPARENT, OptionalInt.empty())),
        Example.of(new Socket(R0, Socket.NFT_SOCKET_MARK, OptionalInt.empty())),
        Example.of(new Socket(R0, Socket.NFT_SOCKET_CGROUPV2, OptionalInt.of(2))),
        Example.of(new Xfrm(R0, Xfrm.NFT_XFRM_KEY_REQID, 0, 0)),
        Example.at(Place.OUTPUT, new Xfrm(R0, Xfrm.NFT_XFRM_KEY_SADDR_IP6, 1, 2)),
        Example.of(new Osf(R0, 0, false)),
        Example.of(new Osf(R0, 2, true)),
        Example.at(
            Place.INGRESS, new Tunnel(R0, Tunnel.NFT_TUNNEL_PATH, Tunnel.NFT_TUNNEL_MODE_RX)),
        Example.at(
            Place.INGRESS, new Tunnel(R0, Tunnel.NFT_TUNNEL_ID, Tunnel.NFT_TUNNEL_MODE_NONE)),
        Example.of(new Fib(R0, Fib.RESULT_OIF, Fib.F_SADDR | Fib.F_IIF)),
        Example.of(new Fib(R0, Fib.RESULT_OIFNAME, Fib.F_DADDR | Fib.F_MARK)),
        Example.of(new Fib(R0, Fib.RESULT_OIF, Fib.F_SADDR | Fib.F_PRESENT)),
        Example.at(Place.FORWARD, new Fib(R0, Fib.RESULT_ADDRTYPE, Fib.F_DADDR | Fib.F_OIF)));
  }

  static List<Example> foreign() {
    Bytes comment = Bytes.of(java.util.Arrays.copyOf(new byte[] {'h', 'i'}, 256));
    return List.of(
        Example.of(
            new Inner(
                Inner.NFT_INNER_VXLAN,
                Inner.NFT_INNER_HDRSIZE
                    | Inner.NFT_INNER_LL
                    | Inner.NFT_INNER_NH
                    | Inner.NFT_INNER_TH,
                8,
                new Payload(R0, Payload.Base.NETWORK, 12, 4))),
        Example.of(new Inner(Inner.NFT_INNER_VXLAN, 15, 8, new Meta(R0, Meta.L4PROTO))),
        Example.at(Place.IPV4, new Match("comment", 0, comment)),
        Example.at(Place.IPV4, new Target("MARK", 2, Bytes.ofHex("05000000ff000000"))));
  }

  static List<Example> statements() {
    OptionalInt none = OptionalInt.empty();
    return List.of(
        Example.of(new Limit(5, 60, 7, 0, 0)),
        Example.of(new Limit(1L << 20, 1, 1 << 10, 1, 1)),
        Example.of(Log.syslog("p: ", 4)),
        Example.of(
            new Log(Optional.of("p"), none, none, none, OptionalInt.of(7), OptionalInt.of(0x2f))),
        Example.of(
            new Log(
                Optional.of("to a group"),
                OptionalInt.of(3),
                OptionalInt.of(64),
                OptionalInt.of(2),
                none,
                none)),
        Example.of(new Counter(5, 17)),
        Example.of(new Notrack()),
        Example.of(Ct.state(R0)),
        Example.of(new Ct(R0, 8, OptionalInt.of(1))),
        Example.of(new Meta(R0, Meta.IIFNAME)),
        Example.of(new Payload(R1, Payload.Base.TRANSPORT, 2, 2)),
        Example.of(new Immediate.Verdict(Verdict.ACCEPT)),
        Example.of(new Immediate.Value(R0, Bytes.ofHex("0102030405060708"))),
        Example.reading(Place.PREROUTING, 1, new Cmp(R0, Cmp.Op.GTE, Bytes.ofU32(5))),
        Example.reading(Place.PREROUTING, 1, new Range(R0, true, Bytes.ofU16(5), Bytes.ofU16(9))),
        Example.reading(Place.PREROUTING, 1, Lookup.in("seen", R0)));
  }
}
