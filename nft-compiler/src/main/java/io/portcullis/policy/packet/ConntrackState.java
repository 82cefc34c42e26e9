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
  /** As {@link #REPLY}, of a flow that a helper expected. */
  EXPECTED_REPLY,
  /** An ICMP error about what the other side of a known flow sent. */
  RELATED,
  /**
   * An ICMP error about what a known flow's first side sent: to connection tracking, it comes in
   * the reply direction.
   */
  RELATED_REPLY,
  /** The first packet of a flow that a helper expected, or an error as {@link #RELATED} of one. */
  RELATED_EXPECTED,
  /** An error as {@link #RELATED_REPLY}, of a flow that a helper expected. */
  RELATED_EXPECTED_REPLY,
  INVALID,
  UNTRACKED;

  /** True if it is of a flow or about one that began in the other direction. */
  public boolean isReply() {
    return switch (this) {
      case REPLY, EXPECTED_REPLY, RELATED_REPLY, RELATED_EXPECTED_REPLY -> true;
      case NEW, ESTABLISHED, EXPECTED, RELATED, RELATED_EXPECTED, INVALID, UNTRACKED -> false;
    };
  }

  /** True if a helper expected the flow ({@code IPS_EXPECTED}). */
  public boolean isExpected() {
    return switch (this) {
      case EXPECTED, EXPECTED_REPLY, RELATED_EXPECTED, RELATED_EXPECTED_REPLY -> true;
      case NEW, ESTABLISHED, REPLY, RELATED, RELATED_REPLY, INVALID, UNTRACKED -> false;
    };
  }
}
