package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ExpressionAttributes.*;
import static io.portcullis.netlink.nftables.codec.ObjectAttributes.NFTA_LIST_ELEM;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.expr.Dynset;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code dynset}. {@code nft_dynset_dump()} always gives the timeout; {@code nft_dynset_init()}
 * refuses one for a set without timeouts, and takes its absence for 0: 0 is not sent.
 */
final class DynsetCodec {

  private static final int NFT_DYNSET_F_INV = 1;

  /** The kernel may be sent several expressions; those before 5.11 would read only one. */
  private static final int NFT_DYNSET_F_EXPR = 2;

  private DynsetCodec() {}

  static void register(Formats formats) {
    formats.both(
        Dynset.class, "dynset", NFTA_DYNSET_EXPRESSIONS, DynsetCodec::write, DynsetCodec::read);
  }

  private static void write(MessageWriter out, Dynset dynset) {
    out.putString(NFTA_DYNSET_SET_NAME, dynset.set());
    out.putU32be(NFTA_DYNSET_OP, dynset.op().value());
    out.putU32be(NFTA_DYNSET_SREG_KEY, dynset.sregKey().number());
    dynset.sregData().ifPresent(data -> out.putU32be(NFTA_DYNSET_SREG_DATA, data.number()));
    if (dynset.timeout() != 0) {
      out.putU64be(NFTA_DYNSET_TIMEOUT, dynset.timeout());
    }
    int flags = dynset.inverted() ? NFT_DYNSET_F_INV : 0;
    if (dynset.expressions().size() > 1) {
      flags |= NFT_DYNSET_F_EXPR;
      ExpressionCodec.encodeList(out, NFTA_DYNSET_EXPRESSIONS, dynset.expressions());
    } else if (!dynset.expressions().isEmpty()) {
      ExpressionCodec.encode(out, NFTA_DYNSET_EXPR, dynset.expressions().get(0));
    }
    out.putU32be(NFTA_DYNSET_FLAGS, flags);
  }

  private static Dynset read(Fields in) {
    in.ignore(NFTA_DYNSET_PAD);
    Dynset.Op op = Dynset.Op.of(in.u32(NFTA_DYNSET_OP)).orElse(Dynset.Op.ADD);
    in.require(op.value() == in.u32(NFTA_DYNSET_OP));
    int flags = in.optionalU32(NFTA_DYNSET_FLAGS).orElse(0);
    List<Expression> expressions = List.of();
    if (in.has(NFTA_DYNSET_EXPRESSIONS)) {
      expressions = new ArrayList<>();
      AttributeReader list = in.reader(NFTA_DYNSET_EXPRESSIONS);
      while (list.next()) {
        in.require(list.type() == NFTA_LIST_ELEM);
        expressions.add(ExpressionCodec.decodePart(list.nested()));
      }
      in.require(expressions.size() > 1 && !in.has(NFTA_DYNSET_EXPR));
    } else if (in.has(NFTA_DYNSET_EXPR)) {
      expressions = List.of(ExpressionCodec.decodePart(in.reader(NFTA_DYNSET_EXPR)));
    }
    in.require((flags & ~(NFT_DYNSET_F_INV | NFT_DYNSET_F_EXPR)) == 0);
    return new Dynset(
        in.string(NFTA_DYNSET_SET_NAME),
        op,
        in.register(NFTA_DYNSET_SREG_KEY),
        in.optionalRegister(NFTA_DYNSET_SREG_DATA),
        in.has(NFTA_DYNSET_TIMEOUT) ? in.u64(NFTA_DYNSET_TIMEOUT) : 0,
        expressions,
        (flags & NFT_DYNSET_F_INV) != 0);
  }
}
