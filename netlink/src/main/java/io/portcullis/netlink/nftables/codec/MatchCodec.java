package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ExpressionAttributes.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Range;
import java.util.List;
import java.util.Optional;

/** Expressions that read a register and match it: cmp, range, lookup. */
final class MatchCodec {

  private static final int NFT_REG_VERDICT = 0;
  private static final int NFT_LOOKUP_F_INV = 1;
  private static final int NFT_RANGE_EQ = 0;
  private static final int NFT_RANGE_NEQ = 1;

  private MatchCodec() {}

  static void register(Formats formats) {
    formats.writes(Cmp.class, "cmp", MatchCodec::encode);
    formats.writes(Range.class, "range", MatchCodec::encode);
    formats.writes(Lookup.class, "lookup", MatchCodec::encode);
    for (String name : List.of("cmp", "range", "lookup")) {
      formats.reads(name, data -> decode(name, data));
    }
  }

  private static void encode(MessageWriter out, Expression expression) {
    if (expression instanceof Cmp cmp) {
      out.putU32be(NFTA_CMP_SREG, cmp.sreg().number());
      out.putU32be(NFTA_CMP_OP, cmp.op().value());
      DataCodec.value(out, NFTA_CMP_DATA, cmp.data());
    } else if (expression instanceof Range range) {
      out.putU32be(NFTA_RANGE_SREG, range.sreg().number());
      out.putU32be(NFTA_RANGE_OP, range.inverted() ? NFT_RANGE_NEQ : NFT_RANGE_EQ);
      DataCodec.value(out, NFTA_RANGE_FROM_DATA, range.from());
      DataCodec.value(out, NFTA_RANGE_TO_DATA, range.to());
    } else if (expression instanceof Lookup lookup) {
      out.putString(NFTA_LOOKUP_SET, lookup.set());
      out.putU32be(NFTA_LOOKUP_SREG, lookup.sreg().number());
      lookup.data().ifPresent(data -> out.putU32be(NFTA_LOOKUP_DREG, number(data)));
      out.putU32be(NFTA_LOOKUP_FLAGS, lookup.inverted() ? NFT_LOOKUP_F_INV : 0);
    }
  }

  private static Optional<Expression> decode(String name, AttributeReader data) {
    Fields in = new Fields(data, 8);
    Expression read =
        switch (name) {
          case "cmp" -> cmp(in);
          case "range" ->
              new Range(
                  in.register(NFTA_RANGE_SREG),
                  flag(in, NFTA_RANGE_OP),
                  in.value(NFTA_RANGE_FROM_DATA),
                  in.value(NFTA_RANGE_TO_DATA));
          default -> lookup(in);
        };
    return in.faithful() ? Optional.of(read) : Optional.empty();
  }

  private static Cmp cmp(Fields in) {
    Optional<Cmp.Op> op = Cmp.Op.of(in.u32(NFTA_CMP_OP));
    in.require(op.isPresent());
    return new Cmp(in.register(NFTA_CMP_SREG), op.orElse(Cmp.Op.EQ), in.value(NFTA_CMP_DATA));
  }

  private static Lookup lookup(Fields in) {
    Optional<Lookup.MapData> to = Optional.empty();
    if (in.has(NFTA_LOOKUP_DREG)) {
      to =
          Optional.of(
              in.u32(NFTA_LOOKUP_DREG) == NFT_REG_VERDICT
                  ? Lookup.MapData.VERDICT
                  : new Lookup.MapData.ToRegister(in.register(NFTA_LOOKUP_DREG)));
    }
    boolean inverted = in.has(NFTA_LOOKUP_FLAGS) && flag(in, NFTA_LOOKUP_FLAGS);
    return new Lookup(in.string(NFTA_LOOKUP_SET), in.register(NFTA_LOOKUP_SREG), to, inverted);
  }

  private static boolean flag(Fields in, int type) {
    int value = in.u32(type);
    in.require(value == 0 || value == 1);
    return value == 1;
  }

  private static int number(Lookup.MapData data) {
    return data instanceof Lookup.MapData.ToRegister to ? to.dreg().number() : NFT_REG_VERDICT;
  }
}
