package io.portcullis.policy.packet;

/** What connection tracking says of a packet when it reaches the hook. */
public enum ConntrackState {
  /** The first of a flow, as far as anybody saw. */
  NEW,
  /** Of a flow that was answered, in the direction of its first packet. */
  ESTABLISHED,
  /** Of a flow that began in the other direction ({@code IP_CT_DIR_REPLY}). */
  REPLY,
  /**
   * As {@link #ESTABLISHED}, of a flow that a helper expected ({@code IPS_EXPECTED}): the data of
   * an FTP session, say.
   */
  EXPECTED,
  /** An ICMP error about a known flow, or the first packet of an expected one. */
  RELATED,
  INVALID,
  UNTRACKED
}
