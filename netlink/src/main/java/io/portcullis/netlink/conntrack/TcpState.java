package io.portcullis.netlink.conntrack;

/** {@code enum tcp_conntrack} of {@code linux/netfilter/nf_conntrack_tcp.h}. */
public enum TcpState {
  NONE(0),
  SYN_SENT(1),
  SYN_RECV(2),
  ESTABLISHED(3),
  FIN_WAIT(4),
  CLOSE_WAIT(5),
  LAST_ACK(6),
  TIME_WAIT(7),
  CLOSE(8),
  /** {@code TCP_CONNTRACK_SYN_SENT2}: both ends began it. */
  SYN_SENT2(9),
  /** Of a newer kernel. */
  UNKNOWN(-1);

  private final int number;

  TcpState(int number) {
    this.number = number;
  }

  /** The {@code TCP_CONNTRACK_*} number; -1 for {@link #UNKNOWN}. */
  public int number() {
    return number;
  }

  static TcpState of(int number) {
    for (TcpState state : values()) {
      if (state.number == number) {
        return state;
      }
    }
    return UNKNOWN;
  }
}
