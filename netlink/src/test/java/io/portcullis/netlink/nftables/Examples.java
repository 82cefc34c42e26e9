package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Example.Place;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.BitwiseBoolean;
import io.portcullis.netlink.nftables.expr.BitwiseShift;
import io.portcullis.netlink.nftables.expr.Byteorder;
import io.portcullis.netlink.nftables.expr.Connlimit;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.CtWrite;
import io.portcullis.netlink.nftables.expr.Dynset;
import io.portcullis.netlink.nftables.expr.Exthdr;
import io.portcullis.netlink.nftables.expr.Hash;
import io.portcullis.netlink.nftables.expr.Last;
import io.portcullis.netlink.nftables.expr.Limit;
import io.portcullis.netlink.nftables.expr.MetaWrite;
import io.portcullis.netlink.nftables.expr.Numgen;
import io.portcullis.netlink.nftables.expr.Objref;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.netlink.nftables.expr.PayloadWrite;
import io.portcullis.netlink.nftables.expr.Quota;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** At least one rule for every record of an expression. */
public final class Examples {

  private static final Register R0 = Register.R0;
  private static final Register R1 = new Register(4);
  private static final Register R5 = new Register(5);

  private Examples() {}

  /** All of them. */
  public static Stream<Example> all() {
    return Stream.of(
            arithmetic(),
            writes(),
            states(),
            sets(),
            headers(),
            RoutingExamples.translations(),
            RoutingExamples.forwards(),
            RoutingExamples.sources(),
            RoutingExamples.foreign(),
            RoutingExamples.statements())
        .flatMap(List::stream);
  }

  static List<Example> arithmetic() {
    Bytes ones = Bytes.ofHex("ff00ff00");
    return List.of(
        Example.reading(
            Place.PREROUTING, 1, new Byteorder(R0, R1, Byteorder.NFT_BYTEORDER_HTON, 4, 4)),
        Example.reading(
            Place.PREROUTING, 2, new Byteorder(R0, R0, Byteorder.NFT_BYTEORDER_NTOH, 8, 2)),
        Example.reading(Place.PREROUTING, 1, new Bitwise(R0, R5, ones, Bytes.ofHex("00000001"))),
        Example.reading(Place.PREROUTING, 1, new BitwiseShift(R0, R1, 4, true, 3)),
        Example.reading(Place.PREROUTING, 4, new BitwiseShift(R0, R0, 16, false, 31)),
        Example.reading(
            Place.PREROUTING,
            2,
            new BitwiseBoolean.OfRegister(
                BitwiseBoolean.Op.OR, R0, new Register(1), new Register(2), 4)),
        Example.reading(
            Place.PREROUTING, 1, new BitwiseBoolean.OfValue(BitwiseBoolean.Op.XOR, R0, R0, ones)),
        Example.of(new Numgen(R0, 7, Numgen.NFT_NG_INCREMENTAL, 3)),
        Example.of(new Numgen(R5, -1, Numgen.NFT_NG_RANDOM, 1)),
        Example.reading(
            Place.PREROUTING, 2, new Hash.Jenkins(R0, R1, 8, 16, OptionalInt.of(-559038737), 2)),
        Example.reading(
            Place.PREROUTING, 1, new Hash.Jenkins(R0, R0, 3, 2, OptionalInt.empty(), 0)),
        Example.of(new Hash.Symmetric(R0, 5, 9)));
  }

  static List<Example> writes() {
    return List.of(
        Example.reading(Place.PREROUTING, 1, new MetaWrite(R0, 3)),
        Example.reading(Place.PREROUTING, 1, new MetaWrite(R0, 12)),
        Example.reading(Place.PREROUTING, 1, new CtWrite(R0, 3, OptionalInt.empty())),
        Example.reading(Place.PREROUTING, 1, new CtWrite(R0, 17, OptionalInt.of(1))),
        Example.reading(Place.PREROUTING, 4, new CtWrite(R0, 13, OptionalInt.empty())),
        Example.reading(
            Place.PREROUTING,
            1,
            new PayloadWrite(
                R0,
                Payload.Base.NETWORK,
                12,
                4,
                PayloadWrite.NFT_PAYLOAD_CSUM_INET,
                10,
                PayloadWrite.NFT_PAYLOAD_L4CSUM_PSEUDOHDR)),
        Example.reading(
            Place.PREROUTING, 1, new PayloadWrite(R0, Payload.Base.TRANSPORT, 2, 2, 0, 0, 0)));
  }

  static List<Example> states() {
    return List.of(
        Example.of(new Quota(1L << 40, 0, false)),
        Example.of(new Quota(1000, 7, true)),
        Example.of(new Quota(10, 10, true)),
        Example.of(new Connlimit(10, false)),
        Example.of(new Connlimit(-1, true)),
        Example.of(Last.NEVER),
        Example.of(new Last(true, 90_000)),
        Example.of(new Objref.Named(NftObject.COUNTER, "hits")),
        Example.reading(Place.PREROUTING, 1, new Objref.InMap(R0, "counters")));
  }

  static List<Example> sets() {
    Limit limit = new Limit(5, 60, 5, 0, 0);
    return List.of(
        Example.reading(Place.PREROUTING, 1, Dynset.add("seen", R0)),
        Example.reading(Place.PREROUTING, 1, Dynset.add("seen", R0, Counter.ZERO)),
        Example.reading(Place.PREROUTING, 1, Dynset.add("seen", R0, limit, Counter.ZERO)),
        Example.reading(Place.PREROUTING, 1, dynset("seen", Dynset.Op.DELETE, 0, false)),
        Example.reading(Place.PREROUTING, 1, dynset("passing", Dynset.Op.UPDATE, 30_000, true)),
        Example.reading(
            Place.PREROUTING,
            5,
            new Dynset(
                "marks", Dynset.Op.UPDATE, R0, Optional.of(R1), 0, List.of(Counter.ZERO), false)));
  }

  private static Dynset dynset(String set, Dynset.Op op, long timeout, boolean inverted) {
    return new Dynset(set, op, R0, Optional.empty(), timeout, List.of(), inverted);
  }

  static List<Example> headers() {
    return List.of(
        Example.of(new Exthdr.Load(R0, Exthdr.Op.IPV6, 44, 2, 2, false)),
        Example.of(new Exthdr.Load(R0, Exthdr.Op.IPV6, 43, 0, 1, true)),
        Example.of(new Exthdr.Load(R5, Exthdr.Op.TCPOPT, 8, 2, 4, false)),
        Example.of(new Exthdr.Load(R0, Exthdr.Op.TCPOPT, 4, 0, 1, true)),
        Example.of(new Exthdr.Load(R0, Exthdr.Op.IPV4, 7, 1, 1, false)),
        Example.of(new Exthdr.Load(R0, Exthdr.Op.SCTP, 1, 0, 1, true)),
        Example.of(new Exthdr.Load(R0, Exthdr.Op.DCCP, 5, 0, 1, true)),
        Example.reading(Place.PREROUTING, 1, new Exthdr.Write(R0, 2, 2, 2)),
        Example.of(new Exthdr.Reset(4)));
  }
}
