package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.StatementAttributes.*;

import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.expr.Masq;
import io.portcullis.netlink.nftables.expr.Nat;
import io.portcullis.netlink.nftables.expr.Redir;
import io.portcullis.netlink.nftables.expr.Synproxy;
import io.portcullis.netlink.nftables.expr.Tproxy;
import java.util.Optional;

/**
 * Expressions that change where a packet goes to or comes from: nat, masq, redir, tproxy, synproxy.
 * A range without an end is one value, and is read as a range from it to itself.
 */
final class NatCodec {

  private NatCodec() {}

  static void register(Formats formats) {
    formats.both(Nat.class, "nat", NFTA_NAT_FLAGS, NatCodec::nat, NatCodec::nat);
    formats.both(
        Masq.class,
        "masq",
        NFTA_MASQ_REG_PROTO_MAX,
        (out, masq) -> {
          out.putU32be(NFTA_MASQ_FLAGS, masq.flags());
          register(out, NFTA_MASQ_REG_PROTO_MIN, masq.portMin());
          register(out, NFTA_MASQ_REG_PROTO_MAX, masq.portMax());
        },
        in ->
            new Masq(
                in.optionalU32(NFTA_MASQ_FLAGS).orElse(0),
                in.optionalRegister(NFTA_MASQ_REG_PROTO_MIN),
                end(in, NFTA_MASQ_REG_PROTO_MIN, NFTA_MASQ_REG_PROTO_MAX)));
    formats.both(
        Redir.class,
        "redir",
        NFTA_REDIR_FLAGS,
        (out, redir) -> {
          register(out, NFTA_REDIR_REG_PROTO_MIN, redir.portMin());
          register(out, NFTA_REDIR_REG_PROTO_MAX, redir.portMax());
          out.putU32be(NFTA_REDIR_FLAGS, redir.flags());
        },
        in ->
            new Redir(
                in.optionalRegister(NFTA_REDIR_REG_PROTO_MIN),
                end(in, NFTA_REDIR_REG_PROTO_MIN, NFTA_REDIR_REG_PROTO_MAX),
                in.optionalU32(NFTA_REDIR_FLAGS).orElse(0)));
    formats.both(
        Tproxy.class,
        "tproxy",
        NFTA_TPROXY_REG_PORT,
        (out, tproxy) -> {
          out.putU32be(NFTA_TPROXY_FAMILY, tproxy.family());
          register(out, NFTA_TPROXY_REG_ADDR, tproxy.address());
          register(out, NFTA_TPROXY_REG_PORT, tproxy.port());
        },
        in ->
            new Tproxy(
                in.u32(NFTA_TPROXY_FAMILY),
                in.optionalRegister(NFTA_TPROXY_REG_ADDR),
                in.optionalRegister(NFTA_TPROXY_REG_PORT)));
    formats.both(
        Synproxy.class, "synproxy", NFTA_SYNPROXY_FLAGS, NatCodec::synproxy, NatCodec::synproxy);
  }

  private static void nat(MessageWriter out, Nat nat) {
    out.putU32be(NFTA_NAT_TYPE, nat.type());
    out.putU32be(NFTA_NAT_FAMILY, nat.family());
    register(out, NFTA_NAT_REG_ADDR_MIN, nat.addressMin());
    register(out, NFTA_NAT_REG_ADDR_MAX, nat.addressMax());
    register(out, NFTA_NAT_REG_PROTO_MIN, nat.portMin());
    register(out, NFTA_NAT_REG_PROTO_MAX, nat.portMax());
    out.putU32be(NFTA_NAT_FLAGS, nat.flags());
  }

  private static Nat nat(Fields in) {
    return new Nat(
        in.u32(NFTA_NAT_TYPE),
        in.u32(NFTA_NAT_FAMILY),
        in.optionalRegister(NFTA_NAT_REG_ADDR_MIN),
        end(in, NFTA_NAT_REG_ADDR_MIN, NFTA_NAT_REG_ADDR_MAX),
        in.optionalRegister(NFTA_NAT_REG_PROTO_MIN),
        end(in, NFTA_NAT_REG_PROTO_MIN, NFTA_NAT_REG_PROTO_MAX),
        in.optionalU32(NFTA_NAT_FLAGS).orElse(0));
  }

  static void synproxy(MessageWriter out, Synproxy synproxy) {
    out.putU16be(NFTA_SYNPROXY_MSS, synproxy.mss());
    out.putU8(NFTA_SYNPROXY_WSCALE, synproxy.windowScale());
    out.putU32be(NFTA_SYNPROXY_FLAGS, synproxy.flags());
  }

  static Synproxy synproxy(Fields in) {
    return new Synproxy(
        in.u16(NFTA_SYNPROXY_MSS), in.u8(NFTA_SYNPROXY_WSCALE), in.u32(NFTA_SYNPROXY_FLAGS));
  }

  private static Optional<Register> end(Fields in, int min, int max) {
    return in.has(max) ? in.optionalRegister(max) : in.optionalRegister(min);
  }

  static void register(MessageWriter out, int type, Optional<Register> register) {
    register.ifPresent(each -> out.putU32be(type, each.number()));
  }
}
