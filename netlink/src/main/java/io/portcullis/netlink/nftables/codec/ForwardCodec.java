package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.StatementAttributes.*;

import io.portcullis.netlink.nftables.expr.Dup;
import io.portcullis.netlink.nftables.expr.FlowOffload;
import io.portcullis.netlink.nftables.expr.Fwd;
import io.portcullis.netlink.nftables.expr.Queue;
import io.portcullis.netlink.nftables.expr.Reject;

/** Expressions that send the packet elsewhere or back: dup, fwd, queue, reject, flow_offload. */
final class ForwardCodec {

  private ForwardCodec() {}

  static void register(Formats formats) {
    formats.both(
        Dup.class,
        "dup",
        NFTA_DUP_SREG_DEV,
        (out, dup) -> {
          NatCodec.register(out, NFTA_DUP_SREG_ADDR, dup.address());
          NatCodec.register(out, NFTA_DUP_SREG_DEV, dup.device());
        },
        in ->
            new Dup(
                in.optionalRegister(NFTA_DUP_SREG_ADDR), in.optionalRegister(NFTA_DUP_SREG_DEV)));
    formats.both(
        Fwd.class,
        "fwd",
        NFTA_FWD_NFPROTO,
        (out, fwd) -> {
          out.putU32be(NFTA_FWD_SREG_DEV, fwd.device().number());
          NatCodec.register(out, NFTA_FWD_SREG_ADDR, fwd.address());
          fwd.family().ifPresent(family -> out.putU32be(NFTA_FWD_NFPROTO, family));
        },
        in ->
            new Fwd(
                in.register(NFTA_FWD_SREG_DEV),
                in.optionalRegister(NFTA_FWD_SREG_ADDR),
                in.optionalU32(NFTA_FWD_NFPROTO)));
    formats.both(
        Reject.class,
        "reject",
        NFTA_REJECT_ICMP_CODE,
        (out, reject) -> {
          out.putU32be(NFTA_REJECT_TYPE, reject.type());
          if (reject.type() != Reject.NFT_REJECT_TCP_RST) {
            out.putU8(NFTA_REJECT_ICMP_CODE, reject.icmpCode());
          }
        },
        in -> {
          int type = in.u32(NFTA_REJECT_TYPE);
          // What nft sends with a reset has no meaning, and the kernel does not keep it.
          int code = in.optionalU8(NFTA_REJECT_ICMP_CODE).orElse(0);
          in.require(type == Reject.NFT_REJECT_TCP_RST || in.has(NFTA_REJECT_ICMP_CODE));
          return new Reject(type, code);
        });
    formats.both(
        FlowOffload.class,
        "flow_offload",
        NFTA_FLOW_TABLE_NAME,
        (out, offload) -> out.putString(NFTA_FLOW_TABLE_NAME, offload.table()),
        in -> new FlowOffload(in.string(NFTA_FLOW_TABLE_NAME)));
    queue(formats);
  }

  private static void queue(Formats formats) {
    formats.writes(
        Queue.Numbered.class,
        "queue",
        (out, queue) -> {
          out.putU16be(NFTA_QUEUE_NUM, queue.number());
          out.putU16be(NFTA_QUEUE_TOTAL, queue.total());
          out.putU16be(NFTA_QUEUE_FLAGS, queue.flags());
        });
    formats.writes(
        Queue.InRegister.class,
        "queue",
        (out, queue) -> {
          out.putU32be(NFTA_QUEUE_SREG_QNUM, queue.sreg().number());
          out.putU16be(NFTA_QUEUE_FLAGS, queue.flags());
        });
    formats.reads(
        "queue",
        NFTA_QUEUE_SREG_QNUM,
        in -> {
          int flags = in.optionalU16(NFTA_QUEUE_FLAGS).orElse(0);
          return in.has(NFTA_QUEUE_SREG_QNUM)
              ? new Queue.InRegister(in.register(NFTA_QUEUE_SREG_QNUM), flags)
              : new Queue.Numbered(
                  in.u16(NFTA_QUEUE_NUM), in.optionalU16(NFTA_QUEUE_TOTAL).orElse(1), flags);
        });
  }
}
