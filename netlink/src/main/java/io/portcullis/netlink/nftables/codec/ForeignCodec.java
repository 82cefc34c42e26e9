package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.StatementAttributes.*;

import io.portcullis.netlink.nftables.expr.Inner;
import io.portcullis.netlink.nftables.expr.Match;
import io.portcullis.netlink.nftables.expr.Target;

/** Expressions around something else: inner, and the match and target of xtables. */
final class ForeignCodec {

  private ForeignCodec() {}

  static void register(Formats formats) {
    formats.both(
        Inner.class,
        "inner",
        NFTA_INNER_EXPR,
        (out, inner) -> {
          out.putU32be(NFTA_INNER_NUM, 0);
          out.putU32be(NFTA_INNER_TYPE, inner.type());
          out.putU32be(NFTA_INNER_FLAGS, inner.flags());
          out.putU32be(NFTA_INNER_HDRSIZE, inner.headerSize());
          ExpressionCodec.encode(out, NFTA_INNER_EXPR, inner.expression());
        },
        in -> {
          // There is only the first layer.
          in.require(in.u32(NFTA_INNER_NUM) == 0);
          return new Inner(
              in.u32(NFTA_INNER_TYPE),
              in.u32(NFTA_INNER_FLAGS),
              in.u32(NFTA_INNER_HDRSIZE),
              ExpressionCodec.decodePart(in.reader(NFTA_INNER_EXPR)));
        });
    formats.both(
        Match.class,
        "match",
        NFTA_MATCH_INFO,
        (out, match) -> {
          out.putString(NFTA_MATCH_NAME, match.name());
          out.putU32be(NFTA_MATCH_REV, match.revision());
          out.putBytes(NFTA_MATCH_INFO, match.info());
        },
        in ->
            new Match(in.string(NFTA_MATCH_NAME), in.u32(NFTA_MATCH_REV), in.raw(NFTA_MATCH_INFO)));
    formats.both(
        Target.class,
        "target",
        NFTA_TARGET_INFO,
        (out, target) -> {
          out.putString(NFTA_TARGET_NAME, target.name());
          out.putU32be(NFTA_TARGET_REV, target.revision());
          out.putBytes(NFTA_TARGET_INFO, target.info());
        },
        in ->
            new Target(
                in.string(NFTA_TARGET_NAME), in.u32(NFTA_TARGET_REV), in.raw(NFTA_TARGET_INFO)));
  }
}
