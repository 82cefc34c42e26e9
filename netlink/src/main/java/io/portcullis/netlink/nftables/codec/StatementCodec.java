package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ExpressionAttributes.*;
import static io.portcullis.netlink.nftables.codec.ObjectAttributes.NFTA_DATA_VERDICT;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Limit;
import io.portcullis.netlink.nftables.expr.Log;
import java.util.List;
import java.util.Optional;

/** Expressions that do something: immediate, counter, limit, log. */
final class StatementCodec {

  private static final int NFT_REG_VERDICT = 0;

  private StatementCodec() {}

  static void register(Formats formats) {
    formats.writes(Immediate.Verdict.class, "immediate", StatementCodec::encode);
    formats.writes(Immediate.Value.class, "immediate", StatementCodec::encode);
    formats.writes(Counter.class, "counter", StatementCodec::encode);
    formats.writes(Limit.class, "limit", StatementCodec::encode);
    formats.writes(Log.class, "log", StatementCodec::encode);
    for (String name : List.of("immediate", "counter", "limit", "log")) {
      formats.reads(name, data -> decode(name, data));
    }
  }

  private static void encode(MessageWriter out, Expression expression) {
    if (expression instanceof Immediate.Verdict immediate) {
      out.putU32be(NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
      DataCodec.verdict(out, NFTA_IMMEDIATE_DATA, immediate.verdict());
    } else if (expression instanceof Immediate.Value immediate) {
      out.putU32be(NFTA_IMMEDIATE_DREG, immediate.dreg().number());
      DataCodec.value(out, NFTA_IMMEDIATE_DATA, immediate.value());
    } else if (expression instanceof Counter counter) {
      out.putU64be(NFTA_COUNTER_BYTES, counter.bytes());
      out.putU64be(NFTA_COUNTER_PACKETS, counter.packets());
    } else if (expression instanceof Limit limit) {
      out.putU64be(NFTA_LIMIT_RATE, limit.rate());
      out.putU64be(NFTA_LIMIT_UNIT, limit.unit());
      out.putU32be(NFTA_LIMIT_BURST, limit.burst());
      out.putU32be(NFTA_LIMIT_TYPE, limit.type());
      out.putU32be(NFTA_LIMIT_FLAGS, limit.flags());
    } else if (expression instanceof Log log) {
      log.prefix().ifPresent(prefix -> out.putString(NFTA_LOG_PREFIX, prefix));
      log.group().ifPresent(group -> out.putU16be(NFTA_LOG_GROUP, group));
      log.snaplen().ifPresent(bytes -> out.putU32be(NFTA_LOG_SNAPLEN, bytes));
      log.qthreshold().ifPresent(packets -> out.putU16be(NFTA_LOG_QTHRESHOLD, packets));
      log.level().ifPresent(level -> out.putU32be(NFTA_LOG_LEVEL, level));
      log.flags().ifPresent(flags -> out.putU32be(NFTA_LOG_FLAGS, flags));
    }
  }

  private static Optional<Expression> decode(String name, AttributeReader data) {
    Fields in = new Fields(data, 8);
    Expression read =
        switch (name) {
          case "immediate" -> immediate(in);
          case "counter" -> counter(in);
          case "limit" -> limit(in);
          default ->
              new Log(
                  in.optionalString(NFTA_LOG_PREFIX),
                  in.optionalU16(NFTA_LOG_GROUP),
                  in.optionalU32(NFTA_LOG_SNAPLEN),
                  in.optionalU16(NFTA_LOG_QTHRESHOLD),
                  in.optionalU32(NFTA_LOG_LEVEL),
                  in.optionalU32(NFTA_LOG_FLAGS));
        };
    return in.faithful() ? Optional.of(read) : Optional.empty();
  }

  private static Immediate immediate(Fields in) {
    if (in.u32(NFTA_IMMEDIATE_DREG) != NFT_REG_VERDICT) {
      return new Immediate.Value(in.register(NFTA_IMMEDIATE_DREG), in.value(NFTA_IMMEDIATE_DATA));
    }
    Fields verdict = in.nested(NFTA_IMMEDIATE_DATA, NFTA_DATA_VERDICT);
    Immediate read = new Immediate.Verdict(DataCodec.verdict(verdict));
    in.require(verdict.faithful());
    return read;
  }

  private static Counter counter(Fields in) {
    in.ignore(NFTA_COUNTER_PAD);
    return new Counter(in.u64(NFTA_COUNTER_PACKETS), in.u64(NFTA_COUNTER_BYTES));
  }

  private static Limit limit(Fields in) {
    in.ignore(NFTA_LIMIT_PAD);
    return new Limit(
        in.u64(NFTA_LIMIT_RATE),
        in.u64(NFTA_LIMIT_UNIT),
        in.u32(NFTA_LIMIT_BURST),
        in.u32(NFTA_LIMIT_TYPE),
        in.u32(NFTA_LIMIT_FLAGS));
  }
}
