package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.StatementAttributes.*;

import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.expr.Byteorder;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Hash;
import io.portcullis.netlink.nftables.expr.Numgen;

/** Expressions that make a number: byteorder, hash, numgen. */
final class ArithmeticCodec {

  private static final int NFT_HASH_JENKINS = 0;
  private static final int NFT_HASH_SYM = 1;

  private ArithmeticCodec() {}

  static void register(Formats formats) {
    formats.both(
        Byteorder.class,
        "byteorder",
        NFTA_BYTEORDER_SIZE,
        (out, byteorder) -> {
          out.putU32be(NFTA_BYTEORDER_SREG, byteorder.sreg().number());
          out.putU32be(NFTA_BYTEORDER_DREG, byteorder.dreg().number());
          out.putU32be(NFTA_BYTEORDER_OP, byteorder.op());
          out.putU32be(NFTA_BYTEORDER_LEN, byteorder.length());
          out.putU32be(NFTA_BYTEORDER_SIZE, byteorder.size());
        },
        in ->
            new Byteorder(
                in.register(NFTA_BYTEORDER_SREG),
                in.register(NFTA_BYTEORDER_DREG),
                in.u32(NFTA_BYTEORDER_OP),
                in.u32(NFTA_BYTEORDER_LEN),
                in.u32(NFTA_BYTEORDER_SIZE)));
    formats.both(
        Numgen.class,
        "numgen",
        NFTA_NG_SET_ID,
        (out, numgen) -> {
          out.putU32be(NFTA_NG_DREG, numgen.dreg().number());
          out.putU32be(NFTA_NG_MODULUS, numgen.modulus());
          out.putU32be(NFTA_NG_TYPE, numgen.type());
          out.putU32be(NFTA_NG_OFFSET, numgen.offset());
        },
        in ->
            new Numgen(
                in.register(NFTA_NG_DREG),
                in.u32(NFTA_NG_MODULUS),
                in.u32(NFTA_NG_TYPE),
                in.optionalU32(NFTA_NG_OFFSET).orElse(0)));
    formats.writes(Hash.Jenkins.class, "hash", ArithmeticCodec::jenkins);
    formats.writes(Hash.Symmetric.class, "hash", ArithmeticCodec::symmetric);
    formats.reads("hash", NFTA_HASH_SET_ID, ArithmeticCodec::hash);
  }

  private static void jenkins(MessageWriter out, Hash.Jenkins hash) {
    out.putU32be(NFTA_HASH_SREG, hash.sreg().number());
    out.putU32be(NFTA_HASH_DREG, hash.dreg().number());
    out.putU32be(NFTA_HASH_LEN, hash.length());
    out.putU32be(NFTA_HASH_MODULUS, hash.modulus());
    hash.seed().ifPresent(seed -> out.putU32be(NFTA_HASH_SEED, seed));
    out.putU32be(NFTA_HASH_OFFSET, hash.offset());
    out.putU32be(NFTA_HASH_TYPE, NFT_HASH_JENKINS);
  }

  private static void symmetric(MessageWriter out, Hash.Symmetric hash) {
    out.putU32be(NFTA_HASH_DREG, hash.dreg().number());
    out.putU32be(NFTA_HASH_MODULUS, hash.modulus());
    out.putU32be(NFTA_HASH_OFFSET, hash.offset());
    out.putU32be(NFTA_HASH_TYPE, NFT_HASH_SYM);
  }

  private static Expression hash(Fields in) {
    int type = in.optionalU32(NFTA_HASH_TYPE).orElse(NFT_HASH_JENKINS);
    int offset = in.optionalU32(NFTA_HASH_OFFSET).orElse(0);
    if (type == NFT_HASH_SYM) {
      return new Hash.Symmetric(in.register(NFTA_HASH_DREG), in.u32(NFTA_HASH_MODULUS), offset);
    }
    in.require(type == NFT_HASH_JENKINS);
    return new Hash.Jenkins(
        in.register(NFTA_HASH_SREG),
        in.register(NFTA_HASH_DREG),
        in.u32(NFTA_HASH_LEN),
        in.u32(NFTA_HASH_MODULUS),
        in.optionalU32(NFTA_HASH_SEED),
        offset);
  }
}
