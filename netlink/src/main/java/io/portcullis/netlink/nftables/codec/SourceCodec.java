package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ExpressionAttributes.NFTA_OSF_DREG;
import static io.portcullis.netlink.nftables.codec.ExpressionAttributes.NFTA_OSF_FLAGS;
import static io.portcullis.netlink.nftables.codec.ExpressionAttributes.NFTA_OSF_TTL;
import static io.portcullis.netlink.nftables.codec.StatementAttributes.*;

import io.portcullis.netlink.nftables.expr.Osf;
import io.portcullis.netlink.nftables.expr.Rt;
import io.portcullis.netlink.nftables.expr.Socket;
import io.portcullis.netlink.nftables.expr.Tunnel;
import io.portcullis.netlink.nftables.expr.Xfrm;

/** Expressions that load what is not in the packet itself: rt, socket, xfrm, osf, tunnel. */
final class SourceCodec {

  private static final int NFT_OSF_F_VERSION = 1;

  private SourceCodec() {}

  static void register(Formats formats) {
    formats.both(
        Rt.class,
        "rt",
        NFTA_RT_KEY,
        (out, rt) -> {
          out.putU32be(NFTA_RT_DREG, rt.dreg().number());
          out.putU32be(NFTA_RT_KEY, rt.key());
        },
        in -> new Rt(in.register(NFTA_RT_DREG), in.u32(NFTA_RT_KEY)));
    formats.both(
        Socket.class,
        "socket",
        NFTA_SOCKET_LEVEL,
        (out, socket) -> {
          out.putU32be(NFTA_SOCKET_KEY, socket.key());
          out.putU32be(NFTA_SOCKET_DREG, socket.dreg().number());
          socket.level().ifPresent(level -> out.putU32be(NFTA_SOCKET_LEVEL, level));
        },
        in ->
            new Socket(
                in.register(NFTA_SOCKET_DREG),
                in.u32(NFTA_SOCKET_KEY),
                in.optionalU32(NFTA_SOCKET_LEVEL)));
    formats.both(
        Xfrm.class,
        "xfrm",
        NFTA_XFRM_SPNUM,
        (out, xfrm) -> {
          out.putU32be(NFTA_XFRM_DREG, xfrm.dreg().number());
          out.putU32be(NFTA_XFRM_KEY, xfrm.key());
          out.putU8(NFTA_XFRM_DIR, xfrm.direction());
          out.putU32be(NFTA_XFRM_SPNUM, xfrm.state());
        },
        in ->
            new Xfrm(
                in.register(NFTA_XFRM_DREG),
                in.u32(NFTA_XFRM_KEY),
                in.u8(NFTA_XFRM_DIR),
                in.optionalU32(NFTA_XFRM_SPNUM).orElse(0)));
    formats.both(
        Osf.class,
        "osf",
        NFTA_OSF_FLAGS,
        (out, osf) -> {
          out.putU32be(NFTA_OSF_DREG, osf.dreg().number());
          out.putU8(NFTA_OSF_TTL, osf.ttl());
          // nft_osf_init() takes flags only if they are not 0; nft_osf_dump() always gives them.
          if (osf.version()) {
            out.putU32be(NFTA_OSF_FLAGS, NFT_OSF_F_VERSION);
          }
        },
        in ->
            new Osf(
                in.register(NFTA_OSF_DREG),
                in.optionalU8(NFTA_OSF_TTL).orElse(0),
                in.flag(NFTA_OSF_FLAGS, NFT_OSF_F_VERSION)));
    formats.both(
        Tunnel.class,
        "tunnel",
        NFTA_TUNNEL_MODE,
        (out, tunnel) -> {
          out.putU32be(NFTA_TUNNEL_KEY, tunnel.key());
          out.putU32be(NFTA_TUNNEL_DREG, tunnel.dreg().number());
          out.putU32be(NFTA_TUNNEL_MODE, tunnel.mode());
        },
        in ->
            new Tunnel(
                in.register(NFTA_TUNNEL_DREG),
                in.u32(NFTA_TUNNEL_KEY),
                in.optionalU32(NFTA_TUNNEL_MODE).orElse(0)));
  }
}
