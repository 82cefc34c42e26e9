package io.portcullis.netlink.nftables.debug;

import io.portcullis.netlink.nftables.expr.BitwiseBoolean;
import io.portcullis.netlink.nftables.expr.BitwiseShift;
import io.portcullis.netlink.nftables.expr.Byteorder;
import io.portcullis.netlink.nftables.expr.CtWrite;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Exthdr;
import io.portcullis.netlink.nftables.expr.Hash;
import io.portcullis.netlink.nftables.expr.Inner;
import io.portcullis.netlink.nftables.expr.MetaWrite;
import io.portcullis.netlink.nftables.expr.Numgen;
import io.portcullis.netlink.nftables.expr.Osf;
import io.portcullis.netlink.nftables.expr.PayloadWrite;
import io.portcullis.netlink.nftables.expr.Rt;
import io.portcullis.netlink.nftables.expr.Socket;
import io.portcullis.netlink.nftables.expr.Tunnel;
import io.portcullis.netlink.nftables.expr.Xfrm;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Expressions about registers, as libnftnl prints them; see {@link RuleText}. */
final class LoadText {

  private static final List<String> RT =
      List.of("classid", "nexthop4", "nexthop6", "tcpmss", "ipsec");
  private static final List<String> SOCKET = List.of("transparent", "mark", "wildcard", "cgroupv2");
  private static final List<String> XFRM =
      List.of("unspec", "daddr4", "daddr6", "saddr4", "saddr6", "reqid", "spi");
  private static final List<String> TUNNEL = List.of("path", "id");

  private LoadText() {}

  /** Empty for other expressions. */
  static Optional<String> of(Expression expression) {
    return Optional.of(text(expression)).filter(text -> !text.isEmpty());
  }

  private static String text(Expression expression) {
    if (expression instanceof Byteorder order) {
      return "byteorder reg %d = %s(reg %d, %d, %d)"
          .formatted(
              order.dreg().number(),
              order.op() == Byteorder.NFT_BYTEORDER_HTON ? "hton" : "ntoh",
              order.sreg().number(),
              order.size(),
              order.length());
    } else if (expression instanceof BitwiseShift shift) {
      return "bitwise reg %d = ( reg %d %s 0x%08x )"
          .formatted(
              shift.dreg().number(),
              shift.sreg().number(),
              shift.left() ? "<<" : ">>",
              shift.bits());
    } else if (expression instanceof BitwiseBoolean.OfRegister of) {
      return "bitwise reg %d = ( reg %d %s reg %d )"
          .formatted(of.dreg().number(), of.sreg().number(), sign(of.op()), of.sreg2().number());
    } else if (expression instanceof BitwiseBoolean.OfValue of) {
      return "bitwise reg %d = ( reg %d %s %s )"
          .formatted(
              of.dreg().number(), of.sreg().number(), sign(of.op()), RuleText.words(of.value()));
    } else if (expression instanceof Numgen numgen) {
      return "numgen reg %d = %s mod %s"
              .formatted(
                  numgen.dreg().number(),
                  numgen.type() == Numgen.NFT_NG_RANDOM ? "random" : "inc",
                  Integer.toUnsignedString(numgen.modulus()))
          + offset(numgen.offset());
    } else if (expression instanceof Hash.Jenkins hash) {
      return "hash reg %d = jhash(reg %d, %d, 0x%x) %% mod %s"
              .formatted(
                  hash.dreg().number(),
                  hash.sreg().number(),
                  hash.length(),
                  hash.seed().orElse(0),
                  Integer.toUnsignedString(hash.modulus()))
          + offset(hash.offset());
    } else if (expression instanceof Hash.Symmetric hash) {
      return "hash reg %d = symhash() %% mod %s"
              .formatted(hash.dreg().number(), Integer.toUnsignedString(hash.modulus()))
          + offset(hash.offset());
    } else if (expression instanceof Inner inner) {
      return "inner type %d hdrsize %d flags %x [ %s ]"
          .formatted(
              inner.type(), inner.headerSize(), inner.flags(), RuleText.of(inner.expression()));
    }
    return written(expression);
  }

  private static String written(Expression expression) {
    if (expression instanceof MetaWrite set) {
      return "meta set %s with reg %d".formatted(Keys.meta(set.key()), set.sreg().number());
    } else if (expression instanceof CtWrite set) {
      return "ct set %s with reg %d".formatted(Keys.ct(set.key()), set.sreg().number())
          + Keys.direction(set.direction());
    } else if (expression instanceof PayloadWrite write) {
      return "payload write reg %d => %db @ %s header + %d csum_type %d csum_off %d csum_flags 0x%x"
          .formatted(
              write.sreg().number(),
              write.length(),
              Keys.base(write.base()),
              write.offset(),
              write.checksumType(),
              write.checksumOffset(),
              write.checksumFlags());
    } else if (expression instanceof Exthdr.Load load) {
      return "exthdr load%s %db @ %d + %d%s => reg %d"
          .formatted(
              kind(load.op()),
              load.length(),
              load.type(),
              load.offset(),
              load.present() ? " present" : "",
              load.dreg().number());
    } else if (expression instanceof Exthdr.Write write) {
      return "exthdr write tcpopt reg %d => %db @ %d + %d"
          .formatted(write.sreg().number(), write.length(), write.type(), write.offset());
    } else if (expression instanceof Exthdr.Reset reset) {
      return "exthdr reset tcpopt " + reset.type();
    } else if (expression instanceof Rt rt) {
      return "rt load %s => reg %d".formatted(RT.get(rt.key()), rt.dreg().number());
    } else if (expression instanceof Socket socket) {
      return "socket load %s => reg %d".formatted(SOCKET.get(socket.key()), socket.dreg().number());
    } else if (expression instanceof Xfrm xfrm) {
      return "xfrm load %s %d %s => reg %d"
          .formatted(
              xfrm.direction() == 0 ? "in" : "out",
              xfrm.state(),
              XFRM.get(xfrm.key()),
              xfrm.dreg().number());
    } else if (expression instanceof Osf osf) {
      return "osf dreg " + osf.dreg().number();
    } else if (expression instanceof Tunnel tunnel) {
      return "tunnel load %s => reg %d".formatted(TUNNEL.get(tunnel.key()), tunnel.dreg().number());
    }
    return "";
  }

  /** libnftnl knows names of some only. */
  private static String kind(Exthdr.Op op) {
    return switch (op) {
      case IPV6, TCPOPT, IPV4 -> " " + op.name().toLowerCase(Locale.ROOT);
      default -> "";
    };
  }

  private static String sign(BitwiseBoolean.Op op) {
    return switch (op) {
      case AND -> "&";
      case OR -> "|";
      case XOR -> "^";
    };
  }

  private static String offset(int offset) {
    return offset == 0 ? "" : " offset " + Integer.toUnsignedString(offset);
  }
}
