package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ObjectDataAttributes.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.ObjectData;
import java.util.Optional;

/** {@code NFTA_TUNNEL_KEY_*}: the data of a tunnel object. */
final class TunnelCodec {

  private TunnelCodec() {}

  static void write(MessageWriter out, ObjectData.Tunnel tunnel) {
    out.putU32be(NFTA_TUNNEL_KEY_ID, tunnel.id());
    boolean six = tunnel.destination().or(tunnel::source).orElse(Bytes.EMPTY).length() == 16;
    int addresses = out.startNested(six ? NFTA_TUNNEL_KEY_IP6 : NFTA_TUNNEL_KEY_IP);
    int source = six ? NFTA_TUNNEL_KEY_IP6_SRC : NFTA_TUNNEL_KEY_IP_SRC;
    int destination = six ? NFTA_TUNNEL_KEY_IP6_DST : NFTA_TUNNEL_KEY_IP_DST;
    tunnel.source().ifPresent(address -> out.putBytes(source, address));
    tunnel.destination().ifPresent(address -> out.putBytes(destination, address));
    if (six && tunnel.flowLabel() != 0) {
      out.putU32be(NFTA_TUNNEL_KEY_IP6_FLOWLABEL, tunnel.flowLabel());
    }
    out.endNested(addresses);
    out.putU32be(NFTA_TUNNEL_KEY_FLAGS, tunnel.flags());
    out.putU8(NFTA_TUNNEL_KEY_TOS, tunnel.tos());
    out.putU8(NFTA_TUNNEL_KEY_TTL, tunnel.ttl());
    out.putU16be(NFTA_TUNNEL_KEY_SPORT, tunnel.sourcePort());
    out.putU16be(NFTA_TUNNEL_KEY_DPORT, tunnel.destinationPort());
    if (tunnel.options().length() > 0) {
      out.putBytes(NFTA_TUNNEL_KEY_OPTS | AttributeReader.NLA_F_NESTED, tunnel.options());
    }
  }

  static ObjectData.Tunnel read(Fields in) {
    boolean six = in.has(NFTA_TUNNEL_KEY_IP6);
    Fields addresses =
        in.nested(six ? NFTA_TUNNEL_KEY_IP6 : NFTA_TUNNEL_KEY_IP, NFTA_TUNNEL_KEY_IP6_FLOWLABEL);
    int source = six ? NFTA_TUNNEL_KEY_IP6_SRC : NFTA_TUNNEL_KEY_IP_SRC;
    int destination = six ? NFTA_TUNNEL_KEY_IP6_DST : NFTA_TUNNEL_KEY_IP_DST;
    Optional<Bytes> from = addresses.optionalRaw(source);
    Optional<Bytes> to = addresses.optionalRaw(destination);
    int label = six ? addresses.optionalU32(NFTA_TUNNEL_KEY_IP6_FLOWLABEL).orElse(0) : 0;
    in.require(addresses.faithful());
    in.require(from.or(() -> to).orElse(Bytes.EMPTY).length() == (six ? 16 : 4));
    return new ObjectData.Tunnel(
        in.u32(NFTA_TUNNEL_KEY_ID),
        from,
        to,
        label,
        in.optionalU32(NFTA_TUNNEL_KEY_FLAGS).orElse(0),
        in.optionalU8(NFTA_TUNNEL_KEY_TOS).orElse(0),
        in.optionalU8(NFTA_TUNNEL_KEY_TTL).orElse(0),
        in.optionalU16(NFTA_TUNNEL_KEY_SPORT).orElse(0),
        in.optionalU16(NFTA_TUNNEL_KEY_DPORT).orElse(0),
        in.optionalRaw(NFTA_TUNNEL_KEY_OPTS).orElse(Bytes.EMPTY));
  }
}
