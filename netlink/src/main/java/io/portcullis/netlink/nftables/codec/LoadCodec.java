package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ExpressionAttributes.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.expr.Ct;
import io.portcullis.netlink.nftables.expr.CtWrite;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Fib;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.MetaWrite;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.netlink.nftables.expr.PayloadWrite;
import java.util.List;
import java.util.Optional;

/** Expressions that load a register, or store one: meta, ct, payload, fib. */
final class LoadCodec {

  private LoadCodec() {}

  static void register(Formats formats) {
    formats.writes(Meta.class, "meta", LoadCodec::encode);
    formats.writes(MetaWrite.class, "meta", LoadCodec::encode);
    formats.writes(Ct.class, "ct", LoadCodec::encode);
    formats.writes(CtWrite.class, "ct", LoadCodec::encode);
    formats.writes(Payload.class, "payload", LoadCodec::encode);
    formats.writes(PayloadWrite.class, "payload", LoadCodec::encode);
    formats.writes(Fib.class, "fib", LoadCodec::encode);
    for (String name : List.of("meta", "ct", "payload", "fib")) {
      formats.reads(name, data -> decode(name, data));
    }
  }

  private static void encode(MessageWriter out, Expression expression) {
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
    } else if (expression instanceof MetaWrite meta) {
      out.putU32be(NFTA_META_KEY, meta.key());
      out.putU32be(NFTA_META_SREG, meta.sreg().number());
    } else if (expression instanceof CtWrite ct) {
      out.putU32be(NFTA_CT_KEY, ct.key());
      ct.direction().ifPresent(direction -> out.putU8(NFTA_CT_DIRECTION, direction));
      out.putU32be(NFTA_CT_SREG, ct.sreg().number());
    } else if (expression instanceof PayloadWrite payload) {
      out.putU32be(NFTA_PAYLOAD_SREG, payload.sreg().number());
      out.putU32be(NFTA_PAYLOAD_BASE, payload.base().value());
      out.putU32be(NFTA_PAYLOAD_OFFSET, payload.offset());
      out.putU32be(NFTA_PAYLOAD_LEN, payload.length());
      out.putU32be(NFTA_PAYLOAD_CSUM_TYPE, payload.checksumType());
      out.putU32be(NFTA_PAYLOAD_CSUM_OFFSET, payload.checksumOffset());
      out.putU32be(NFTA_PAYLOAD_CSUM_FLAGS, payload.checksumFlags());
    } else if (expression instanceof Fib fib) {
      out.putU32be(NFTA_FIB_DREG, fib.dreg().number());
      out.putU32be(NFTA_FIB_RESULT, fib.result());
      out.putU32be(NFTA_FIB_FLAGS, fib.flags());
    }
  }

  private static Optional<Expression> decode(String name, AttributeReader data) {
    Fields in = new Fields(data, NFTA_PAYLOAD_CSUM_FLAGS);
    Expression read =
        switch (name) {
          case "meta" -> meta(in);
          case "ct" -> ct(in);
          case "fib" ->
              new Fib(in.register(NFTA_FIB_DREG), in.u32(NFTA_FIB_RESULT), in.u32(NFTA_FIB_FLAGS));
          default -> payload(in);
        };
    return in.faithful() ? Optional.of(read) : Optional.empty();
  }

  private static Expression meta(Fields in) {
    return in.has(NFTA_META_SREG)
        ? new MetaWrite(in.register(NFTA_META_SREG), in.u32(NFTA_META_KEY))
        : new Meta(in.register(NFTA_META_DREG), in.u32(NFTA_META_KEY));
  }

  private static Expression ct(Fields in) {
    return in.has(NFTA_CT_SREG)
        ? new CtWrite(
            in.register(NFTA_CT_SREG), in.u32(NFTA_CT_KEY), in.optionalU8(NFTA_CT_DIRECTION))
        : new Ct(in.register(NFTA_CT_DREG), in.u32(NFTA_CT_KEY), in.optionalU8(NFTA_CT_DIRECTION));
  }

  private static Expression payload(Fields in) {
    Payload.Base base = Payload.Base.of(in.u32(NFTA_PAYLOAD_BASE)).orElse(Payload.Base.INNER);
    in.require(base.value() == in.u32(NFTA_PAYLOAD_BASE));
    int offset = in.u32(NFTA_PAYLOAD_OFFSET);
    int length = in.u32(NFTA_PAYLOAD_LEN);
    return in.has(NFTA_PAYLOAD_SREG)
        ? new PayloadWrite(
            in.register(NFTA_PAYLOAD_SREG),
            base,
            offset,
            length,
            in.optionalU32(NFTA_PAYLOAD_CSUM_TYPE).orElse(0),
            in.optionalU32(NFTA_PAYLOAD_CSUM_OFFSET).orElse(0),
            in.optionalU32(NFTA_PAYLOAD_CSUM_FLAGS).orElse(0))
        : new Payload(in.register(NFTA_PAYLOAD_DREG), base, offset, length);
  }
}
