package io.portcullis.netlink.conntrack;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A tracked connection: {@code CTA_*}. Helpers, labels, security contexts, timestamps and sequence
 * adjustments are left out.
 *
 * @param original packets of who began it
 * @param reply packets that answer, which NAT makes other than the original turned round
 * @param status {@code IPS_*}
 * @param timeout seconds from now until it is forgotten; events about its end have none
 * @param mark {@code ct mark}
 * @param zone in which it is told apart from others
 * @param id of this connection: made of its tuples and its place in the kernel's memory, so that a
 *     later one of the same tuples may be given it again
 * @param tcpState of TCP
 * @param originalCounters where the kernel counts ({@code nf_conntrack_acct})
 * @param replyCounters of the answers, likewise
 */
public record ConntrackEntry(
    ConntrackTuple original,
    ConntrackTuple reply,
    int status,
    OptionalLong timeout,
    int mark,
    int zone,
    int id,
    Optional<TcpState> tcpState,
    Optional<Counters> originalCounters,
    Optional<Counters> replyCounters) {

  /** {@code IPS_SEEN_REPLY}: there were packets both ways. */
  public static final int IPS_SEEN_REPLY = 0x2;

  /** {@code IPS_ASSURED}: not the first to go when the table is full. */
  public static final int IPS_ASSURED = 0x4;

  /** {@code IPS_CONFIRMED}: its first packet has left. */
  public static final int IPS_CONFIRMED = 0x8;

  /** {@code IPS_SRC_NAT}: its source is translated. */
  public static final int IPS_SRC_NAT = 0x10;

  /** {@code IPS_DST_NAT}: its destination is translated. */
  public static final int IPS_DST_NAT = 0x20;

  /** {@code IPS_DYING}: it is being taken out of the table. */
  public static final int IPS_DYING = 0x200;

  /** {@code IPS_OFFLOAD}: a flowtable passes its packets by. */
  public static final int IPS_OFFLOAD = 0x4000;

  /** What was counted in one direction; unsigned. */
  public record Counters(long packets, long bytes) {}
}
