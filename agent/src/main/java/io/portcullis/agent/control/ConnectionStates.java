package io.portcullis.agent.control;

import io.portcullis.netlink.nftables.Trace.TracedConnection;
import io.portcullis.netlink.nftables.expr.Ct;
import io.portcullis.policy.packet.ConntrackState;

/** What the kernel tells of a traced packet's connection, in the words of policy. */
final class ConnectionStates {

  /** {@code IP_CT_DIR_REPLY}. */
  private static final int REPLY = 1;

  /** {@code IPS_EXPECTED}. */
  private static final int EXPECTED = 1;

  private ConnectionStates() {}

  /** The state of a packet; what no bit says is new. */
  static ConntrackState of(TracedConnection connection) {
    int bits = connection.state();
    boolean reply = connection.direction().orElse(0) == REPLY;
    boolean expected = (connection.status().orElse(0) & EXPECTED) != 0;
    if ((bits & Ct.STATE_RELATED) != 0) {
      return expected
          ? (reply ? ConntrackState.RELATED_EXPECTED_REPLY : ConntrackState.RELATED_EXPECTED)
          : (reply ? ConntrackState.RELATED_REPLY : ConntrackState.RELATED);
    }
    if (reply) {
      return expected ? ConntrackState.EXPECTED_REPLY : ConntrackState.REPLY;
    }
    if ((bits & Ct.STATE_ESTABLISHED) != 0) {
      return expected ? ConntrackState.EXPECTED : ConntrackState.ESTABLISHED;
    }
    if ((bits & Ct.STATE_INVALID) != 0) {
      return ConntrackState.INVALID;
    }
    return (bits & Ct.STATE_UNTRACKED) != 0 ? ConntrackState.UNTRACKED : ConntrackState.NEW;
  }
}
