package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.codec.TunnelOptionCodec;
import io.portcullis.netlink.nftables.expr.Connlimit;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Limit;
import io.portcullis.netlink.nftables.expr.Quota;
import io.portcullis.netlink.nftables.expr.Synproxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An object of each type. */
public final class ObjectDataExamples {

  private static final int IPV4 = NfFamily.IPV4.value();

  private ObjectDataExamples() {}

  /** All of them. */
  public static Stream<ObjectData> all() {
    Optional<Bytes> none = Optional.empty();
    return Stream.of(
        new ObjectData.Shared(new Counter(5, 500)),
        new ObjectData.Shared(new Quota(1 << 20, 7, true)),
        new ObjectData.Shared(new Limit(5, 60, 5, 0, 0)),
        new ObjectData.Shared(new Connlimit(10, true)),
        new ObjectData.Shared(new Synproxy(1460, 7, 0xf)),
        new ObjectData.CtHelper("ftp", IPV4, 6),
        new ObjectData.CtTimeout(
            IPV4, 17, Map.of(1, 7, 2, 130)), // CTA_TIMEOUT_UDP_UNREPLIED, _REPLIED
        new ObjectData.CtExpectation(IPV4, 6, 9876, 60_000, 12),
        new ObjectData.Secmark("system_u:object_r:ssh_server_packet_t:s0"),
        new ObjectData.Tunnel(
            77,
            Optional.of(Bytes.ofU32(0x0a000001)),
            Optional.of(Bytes.ofU32(0x0a000002)),
            0,
            1,
            4,
            64,
            1000,
            4789,
            Bytes.EMPTY),
        new ObjectData.Tunnel(-1, none, Optional.of(Bytes.zero(16)), 5, 0, 0, 0, 0, 0, Bytes.EMPTY),
        with(new TunnelOption.Vxlan(7)),
        with(new TunnelOption.ErspanV1(3)),
        with(new TunnelOption.ErspanV2(4, 1)),
        with(new TunnelOption.Geneve(0x0102, 3, Bytes.ofHex("01020304"))),
        with(
            new TunnelOption.Geneve(0x0102, 3, Bytes.ofHex("01020304")),
            new TunnelOption.Geneve(0x0102, 4, Bytes.ofHex("0102030405060708"))));
  }

  private static ObjectData with(TunnelOption... options) {
    return new ObjectData.Tunnel(
        77,
        Optional.of(Bytes.ofU32(0x0a000001)),
        Optional.of(Bytes.ofU32(0x0a000002)),
        0,
        0,
        0,
        0,
        0,
        0,
        TunnelOptionCodec.encode(List.of(options)));
  }
}
