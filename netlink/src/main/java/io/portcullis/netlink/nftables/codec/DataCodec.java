package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.Verdict;

/** {@code NFTA_DATA_VALUE} and {@code NFTA_DATA_VERDICT}, inside the attribute that wants data. */
final class DataCodec {

  private DataCodec() {}

  static void value(MessageWriter out, int type, Bytes value) {
    int data = out.startNested(type);
    out.putBytes(NFTA_DATA_VALUE, value);
    out.endNested(data);
  }

  static void verdict(MessageWriter out, int type, Verdict verdict) {
    int data = out.startNested(type);
    verdictOnly(out, NFTA_DATA_VERDICT, verdict);
    out.endNested(data);
  }

  /** {@code NFTA_VERDICT_*} as attribute {@code type}. */
  static void verdictOnly(MessageWriter out, int type, Verdict verdict) {
    int nest = out.startNested(type);
    out.putU32be(NFTA_VERDICT_CODE, verdict.code());
    verdict.chain().ifPresent(chain -> out.putString(NFTA_VERDICT_CHAIN, chain));
    out.endNested(nest);
  }

  /** The verdict inside the {@code NFTA_DATA_VERDICT} of {@code data}. */
  static Verdict verdict(Fields data) {
    Fields verdict = data.nested(NFTA_DATA_VERDICT, NFTA_VERDICT_CHAIN);
    Verdict read =
        new Verdict(verdict.u32(NFTA_VERDICT_CODE), verdict.optionalString(NFTA_VERDICT_CHAIN));
    data.require(verdict.faithful());
    return read;
  }
}
