package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ExpressionAttributes.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Range;
import java.util.Optional;

/** Expressions that read a register and match or change it: cmp, range, bitwise, lookup. */
final class MatchCodec {

  private static final int NFT_REG_VERDICT = 0;
  private static final int NFT_LOOKUP_F_INV = 1;
  private static final int NFT_RANGE_NEQ = 1;

  private MatchCodec() {}

  static void encode(MessageWriter out, Expression expression) {
    if (expression instanceof Cmp cmp) {
      out.putU32be(NFTA_CMP_SREG, cmp.sreg().number());
      out.putU32be(NFTA_CMP_OP, cmp.op().value());
      DataCodec.value(out, NFTA_CMP_DATA, cmp.data());
    } else if (expression instanceof Range range) {
      out.putU32be(NFTA_RANGE_SREG, range.sreg().number());
      out.putU32be(NFTA_RANGE_OP, range.inverted() ? NFT_RANGE_NEQ : 0);
      DataCodec.value(out, NFTA_RANGE_FROM_DATA, range.from());
      DataCodec.value(out, NFTA_RANGE_TO_DATA, range.to());
    } else if (expression instanceof Bitwise bitwise) {
      out.putU32be(NFTA_BITWISE_SREG, bitwise.sreg().number());
      out.putU32be(NFTA_BITWISE_DREG, bitwise.dreg().number());
      out.putU32be(NFTA_BITWISE_LEN, bitwise.mask().length());
      out.putU32be(NFTA_BITWISE_OP, 0);
      DataCodec.value(out, NFTA_BITWISE_MASK, bitwise.mask());
      DataCodec.value(out, NFTA_BITWISE_XOR, bitwise.xor());
    } else if (expression instanceof Lookup lookup) {
      out.putString(NFTA_LOOKUP_SET, lookup.set());
      out.putU32be(NFTA_LOOKUP_SREG, lookup.sreg().number());
      lookup.data().ifPresent(data -> out.putU32be(NFTA_LOOKUP_DREG, number(data)));
      out.putU32be(NFTA_LOOKUP_FLAGS, lookup.inverted() ? NFT_LOOKUP_F_INV : 0);
    }
  }

  static Optional<Expression> decode(String name, AttributeReader data) {
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
          case "bitwise" -> bitwise(in);
          default -> lookup(in);
        };
    return in.faithful() ? Optional.of(read) : Optional.empty();
  }

  private static Cmp cmp(Fields in) {
    Optional<Cmp.Op> op = Cmp.Op.of(in.u32(NFTA_CMP_OP));
    in.require(op.isPresent());
    return new Cmp(in.register(NFTA_CMP_SREG), op.orElse(Cmp.Op.EQ), in.value(NFTA_CMP_DATA));
  }

  private static Bitwise bitwise(Fields in) {
    // Kernels before 5.6 do not say which operation: there was only this one.
    in.require(!in.has(NFTA_BITWISE_OP) || in.u32(NFTA_BITWISE_OP) == 0);
    Bytes mask = in.value(NFTA_BITWISE_MASK);
    Bytes xor = in.value(NFTA_BITWISE_XOR);
    in.require(mask.length() == in.u32(NFTA_BITWISE_LEN) && xor.length() == mask.length());
    return new Bitwise(in.register(NFTA_BITWISE_SREG), in.register(NFTA_BITWISE_DREG), mask, xor);
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
