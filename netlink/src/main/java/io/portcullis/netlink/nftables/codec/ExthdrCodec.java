package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ExpressionAttributes.*;

import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Exthdr;

/**
 * {@code exthdr}. {@code nft_exthdr_dump_common()} always gives flags, offset and length; {@code
 * nft_exthdr_tcp_set_init()} refuses flags, {@code nft_exthdr_tcp_strip_init()} all three: these
 * are not sent.
 */
final class ExthdrCodec {

  private static final int NFT_EXTHDR_F_PRESENT = 1;

  private ExthdrCodec() {}

  static void register(Formats formats) {
    formats.writes(Exthdr.Load.class, "exthdr", ExthdrCodec::load);
    formats.writes(Exthdr.Write.class, "exthdr", ExthdrCodec::write);
    formats.writes(Exthdr.Reset.class, "exthdr", ExthdrCodec::reset);
    formats.reads("exthdr", NFTA_EXTHDR_SREG, ExthdrCodec::read);
  }

  private static void load(MessageWriter out, Exthdr.Load load) {
    out.putU32be(NFTA_EXTHDR_DREG, load.dreg().number());
    out.putU8(NFTA_EXTHDR_TYPE, load.type());
    out.putU32be(NFTA_EXTHDR_OFFSET, load.offset());
    out.putU32be(NFTA_EXTHDR_LEN, load.length());
    out.putU32be(NFTA_EXTHDR_FLAGS, load.present() ? NFT_EXTHDR_F_PRESENT : 0);
    out.putU32be(NFTA_EXTHDR_OP, load.op().value());
  }

  private static void write(MessageWriter out, Exthdr.Write write) {
    out.putU32be(NFTA_EXTHDR_SREG, write.sreg().number());
    out.putU8(NFTA_EXTHDR_TYPE, write.type());
    out.putU32be(NFTA_EXTHDR_OFFSET, write.offset());
    out.putU32be(NFTA_EXTHDR_LEN, write.length());
    out.putU32be(NFTA_EXTHDR_OP, Exthdr.Op.TCPOPT.value());
  }

  private static void reset(MessageWriter out, Exthdr.Reset reset) {
    out.putU8(NFTA_EXTHDR_TYPE, reset.type());
    out.putU32be(NFTA_EXTHDR_OP, Exthdr.Op.TCPOPT.value());
  }

  private static Expression read(Fields in) {
    int number = in.optionalU32(NFTA_EXTHDR_OP).orElse(0);
    Exthdr.Op op = Exthdr.Op.of(number).orElse(Exthdr.Op.IPV6);
    in.require(op.value() == number);
    int type = in.u8(NFTA_EXTHDR_TYPE);
    int offset = in.optionalU32(NFTA_EXTHDR_OFFSET).orElse(0);
    int length = in.optionalU32(NFTA_EXTHDR_LEN).orElse(0);
    boolean present = in.flag(NFTA_EXTHDR_FLAGS, NFT_EXTHDR_F_PRESENT);
    if (in.has(NFTA_EXTHDR_DREG)) {
      return new Exthdr.Load(in.register(NFTA_EXTHDR_DREG), op, type, offset, length, present);
    }
    in.require(op == Exthdr.Op.TCPOPT && !present);
    if (in.has(NFTA_EXTHDR_SREG)) {
      return new Exthdr.Write(in.register(NFTA_EXTHDR_SREG), type, offset, length);
    }
    in.require(offset == 0 && length == 0);
    return new Exthdr.Reset(type);
  }
}
