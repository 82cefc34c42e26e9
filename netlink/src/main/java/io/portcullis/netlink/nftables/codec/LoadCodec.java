package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ExpressionAttributes.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.expr.Ct;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Fib;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Payload;
import java.util.Optional;

/** Expressions that load a register: meta, ct, payload, fib. */
final class LoadCodec {

  private LoadCodec() {}

  static void encode(MessageWriter out, Expression expression) {
    if (expression instanceof Meta meta) {
      out.putU32be(NFTA_META_DREG, meta.dreg().number());
      out.putU32be(NFTA_META_KEY, meta.key());
    } else if (expression instanceof Ct ct) {
      out.putU32be(NFTA_CT_DREG, ct.dreg().number());
      out.putU32be(NFTA_CT_KEY, ct.key());
      ct.direction().ifPresent(direction -> out.putU8(NFTA_CT_DIRECTION, direction));
    } else if (expression instanceof Payload payload) {
      out.putU32be(NFTA_PAYLOAD_DREG, payload.dreg().number());
      out.putU32be(NFTA_PAYLOAD_BASE, payload.base().value());
      out.putU32be(NFTA_PAYLOAD_OFFSET, payload.offset());
      out.putU32be(NFTA_PAYLOAD_LEN, payload.length());
    } else if (expression instanceof Fib fib) {
      out.putU32be(NFTA_FIB_DREG, fib.dreg().number());
      out.putU32be(NFTA_FIB_RESULT, fib.result());
      out.putU32be(NFTA_FIB_FLAGS, fib.flags());
    }
  }

  static Optional<Expression> decode(String name, AttributeReader data) {
    Fields in = new Fields(data, NFTA_PAYLOAD_CSUM_FLAGS);
    Expression read =
        switch (name) {
          case "meta" -> new Meta(in.register(NFTA_META_DREG), in.u32(NFTA_META_KEY));
          case "ct" ->
              new Ct(
                  in.register(NFTA_CT_DREG), in.u32(NFTA_CT_KEY), in.optionalU8(NFTA_CT_DIRECTION));
          case "fib" ->
              new Fib(in.register(NFTA_FIB_DREG), in.u32(NFTA_FIB_RESULT), in.u32(NFTA_FIB_FLAGS));
          default -> payload(in);
        };
    return in.faithful() ? Optional.of(read) : Optional.empty();
  }

  private static Payload payload(Fields in) {
    Optional<Payload.Base> base = Payload.Base.of(in.u32(NFTA_PAYLOAD_BASE));
    in.require(base.isPresent());
    return new Payload(
        in.register(NFTA_PAYLOAD_DREG),
        base.orElse(Payload.Base.INNER),
        in.u32(NFTA_PAYLOAD_OFFSET),
        in.u32(NFTA_PAYLOAD_LEN));
  }
}
