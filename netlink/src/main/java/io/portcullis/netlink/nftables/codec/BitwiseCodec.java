package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ExpressionAttributes.*;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.BitwiseBoolean;
import io.portcullis.netlink.nftables.expr.BitwiseShift;
import io.portcullis.netlink.nftables.expr.Expression;

/** {@code bitwise}: one record for each group of operations. */
final class BitwiseCodec {

  private static final int NFT_BITWISE_MASK_XOR = 0;
  private static final int NFT_BITWISE_LSHIFT = 1;
  private static final int NFT_BITWISE_RSHIFT = 2;

  private BitwiseCodec() {}

  static void register(Formats formats) {
    formats.writes(Bitwise.class, "bitwise", BitwiseCodec::mask);
    formats.writes(BitwiseShift.class, "bitwise", BitwiseCodec::shift);
    formats.writes(BitwiseBoolean.OfRegister.class, "bitwise", BitwiseCodec::ofRegister);
    formats.writes(BitwiseBoolean.OfValue.class, "bitwise", BitwiseCodec::ofValue);
    formats.reads("bitwise", NFTA_BITWISE_SREG2, BitwiseCodec::read);
  }

  private static void mask(MessageWriter out, Bitwise bitwise) {
    out.putU32be(NFTA_BITWISE_SREG, bitwise.sreg().number());
    out.putU32be(NFTA_BITWISE_DREG, bitwise.dreg().number());
    out.putU32be(NFTA_BITWISE_LEN, bitwise.mask().length());
    out.putU32be(NFTA_BITWISE_OP, NFT_BITWISE_MASK_XOR);
    DataCodec.value(out, NFTA_BITWISE_MASK, bitwise.mask());
    DataCodec.value(out, NFTA_BITWISE_XOR, bitwise.xor());
  }

  private static void shift(MessageWriter out, BitwiseShift shift) {
    out.putU32be(NFTA_BITWISE_SREG, shift.sreg().number());
    out.putU32be(NFTA_BITWISE_DREG, shift.dreg().number());
    out.putU32be(NFTA_BITWISE_LEN, shift.length());
    out.putU32be(NFTA_BITWISE_OP, shift.left() ? NFT_BITWISE_LSHIFT : NFT_BITWISE_RSHIFT);
    DataCodec.value(out, NFTA_BITWISE_DATA, Bytes.ofHostU32(shift.bits()));
  }

  private static void ofRegister(MessageWriter out, BitwiseBoolean.OfRegister bitwise) {
    out.putU32be(NFTA_BITWISE_SREG, bitwise.sreg().number());
    out.putU32be(NFTA_BITWISE_DREG, bitwise.dreg().number());
    out.putU32be(NFTA_BITWISE_LEN, bitwise.length());
    out.putU32be(NFTA_BITWISE_OP, bitwise.op().value());
    out.putU32be(NFTA_BITWISE_SREG2, bitwise.sreg2().number());
  }

  private static void ofValue(MessageWriter out, BitwiseBoolean.OfValue bitwise) {
    out.putU32be(NFTA_BITWISE_SREG, bitwise.sreg().number());
    out.putU32be(NFTA_BITWISE_DREG, bitwise.dreg().number());
    out.putU32be(NFTA_BITWISE_LEN, bitwise.value().length());
    out.putU32be(NFTA_BITWISE_OP, bitwise.op().value());
    DataCodec.value(out, NFTA_BITWISE_DATA, bitwise.value());
  }

  private static Expression read(Fields in) {
    // Kernels before 5.6 do not say which operation: there was only this one.
    int op = in.optionalU32(NFTA_BITWISE_OP).orElse(NFT_BITWISE_MASK_XOR);
    return switch (op) {
      case NFT_BITWISE_MASK_XOR -> mask(in);
      case NFT_BITWISE_LSHIFT, NFT_BITWISE_RSHIFT -> shift(in, op == NFT_BITWISE_LSHIFT);
      default -> bool(in, op);
    };
  }

  private static Bitwise mask(Fields in) {
    Bytes mask = in.value(NFTA_BITWISE_MASK);
    Bytes xor = in.value(NFTA_BITWISE_XOR);
    in.require(mask.length() == in.u32(NFTA_BITWISE_LEN) && xor.length() == mask.length());
    return new Bitwise(in.register(NFTA_BITWISE_SREG), in.register(NFTA_BITWISE_DREG), mask, xor);
  }

  private static BitwiseShift shift(Fields in, boolean left) {
    Bytes data = in.value(NFTA_BITWISE_DATA);
    int bits = Fields.hostU32(data);
    in.require(data.length() == 4);
    return new BitwiseShift(
        in.register(NFTA_BITWISE_SREG),
        in.register(NFTA_BITWISE_DREG),
        in.u32(NFTA_BITWISE_LEN),
        left,
        bits);
  }

  private static Expression bool(Fields in, int number) {
    BitwiseBoolean.Op op = BitwiseBoolean.Op.of(number).orElse(BitwiseBoolean.Op.AND);
    in.require(op.value() == number);
    if (in.has(NFTA_BITWISE_SREG2)) {
      return new BitwiseBoolean.OfRegister(
          op,
          in.register(NFTA_BITWISE_SREG),
          in.register(NFTA_BITWISE_SREG2),
          in.register(NFTA_BITWISE_DREG),
          in.u32(NFTA_BITWISE_LEN));
    }
    Bytes value = in.value(NFTA_BITWISE_DATA);
    in.require(value.length() == in.u32(NFTA_BITWISE_LEN));
    return new BitwiseBoolean.OfValue(
        op, in.register(NFTA_BITWISE_SREG), in.register(NFTA_BITWISE_DREG), value);
  }
}
