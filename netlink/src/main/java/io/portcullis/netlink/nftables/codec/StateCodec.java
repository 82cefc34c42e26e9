package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.StatementAttributes.*;

import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.expr.Connlimit;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Last;
import io.portcullis.netlink.nftables.expr.Objref;
import io.portcullis.netlink.nftables.expr.Quota;

/**
 * Expressions that remember, and what refers to objects that do: quota, connlimit, last, objref.
 */
final class StateCodec {

  private static final int NFT_QUOTA_F_INV = 1;
  private static final int NFT_QUOTA_F_DEPLETED = 2;
  private static final int NFT_CONNLIMIT_F_INV = 1;

  private StateCodec() {}

  static void register(Formats formats) {
    formats.both(Quota.class, "quota", NFTA_QUOTA_CONSUMED, StateCodec::quota, StateCodec::quota);
    formats.both(
        Connlimit.class,
        "connlimit",
        NFTA_CONNLIMIT_FLAGS,
        StateCodec::connlimit,
        StateCodec::connlimit);
    formats.both(Last.class, "last", NFTA_LAST_PAD, StateCodec::last, StateCodec::last);
    formats.writes(Objref.Named.class, "objref", StateCodec::named);
    formats.writes(Objref.InMap.class, "objref", StateCodec::inMap);
    formats.reads("objref", NFTA_OBJREF_SET_ID, StateCodec::objref);
  }

  static void quota(MessageWriter out, Quota quota) {
    out.putU64be(NFTA_QUOTA_BYTES, quota.bytes());
    out.putU64be(NFTA_QUOTA_CONSUMED, quota.consumed());
    out.putU32be(NFTA_QUOTA_FLAGS, quota.inverted() ? NFT_QUOTA_F_INV : 0);
  }

  static Quota quota(Fields in) {
    in.ignore(NFTA_QUOTA_PAD);
    long bytes = in.u64(NFTA_QUOTA_BYTES);
    long consumed = in.has(NFTA_QUOTA_CONSUMED) ? in.u64(NFTA_QUOTA_CONSUMED) : 0;
    int flags = in.optionalU32(NFTA_QUOTA_FLAGS).orElse(0);
    // The kernel says that it is used up, and does not take being told so.
    boolean depleted = (flags & NFT_QUOTA_F_DEPLETED) != 0;
    in.require((flags & ~(NFT_QUOTA_F_INV | NFT_QUOTA_F_DEPLETED)) == 0);
    in.require(!depleted || consumed >= bytes);
    return new Quota(bytes, consumed, (flags & NFT_QUOTA_F_INV) != 0);
  }

  static void connlimit(MessageWriter out, Connlimit limit) {
    out.putU32be(NFTA_CONNLIMIT_COUNT, limit.count());
    out.putU32be(NFTA_CONNLIMIT_FLAGS, limit.inverted() ? NFT_CONNLIMIT_F_INV : 0);
  }

  static Connlimit connlimit(Fields in) {
    return new Connlimit(
        in.u32(NFTA_CONNLIMIT_COUNT), in.flag(NFTA_CONNLIMIT_FLAGS, NFT_CONNLIMIT_F_INV));
  }

  private static void last(MessageWriter out, Last last) {
    out.putU32be(NFTA_LAST_SET, last.seen() ? 1 : 0);
    out.putU64be(NFTA_LAST_MSECS, last.milliseconds());
  }

  private static Last last(Fields in) {
    in.ignore(NFTA_LAST_PAD);
    return new Last(
        in.flag(NFTA_LAST_SET, 1), in.has(NFTA_LAST_MSECS) ? in.u64(NFTA_LAST_MSECS) : 0);
  }

  private static void named(MessageWriter out, Objref.Named object) {
    out.putU32be(NFTA_OBJREF_IMM_TYPE, object.type());
    out.putString(NFTA_OBJREF_IMM_NAME, object.name());
  }

  private static void inMap(MessageWriter out, Objref.InMap map) {
    out.putU32be(NFTA_OBJREF_SET_SREG, map.sreg().number());
    out.putString(NFTA_OBJREF_SET_NAME, map.map());
  }

  private static Expression objref(Fields in) {
    return in.has(NFTA_OBJREF_SET_SREG)
        ? new Objref.InMap(in.register(NFTA_OBJREF_SET_SREG), in.string(NFTA_OBJREF_SET_NAME))
        : new Objref.Named(in.u32(NFTA_OBJREF_IMM_TYPE), in.string(NFTA_OBJREF_IMM_NAME));
  }
}
