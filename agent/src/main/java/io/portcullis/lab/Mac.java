package io.portcullis.lab;

/** The lab's hardware addresses, fixed so that raw frames can be addressed without asking. */
public enum Mac {
  OFFICE(1),
  OUTSIDE(2),
  ROUTER_OFFICE(3),
  ROUTER_OUTSIDE(4),
  ROUTER_NODE(5),
  NODE_ETH0(6),
  NODE_ETH1(7),
  NODE2(8),
  NODE_POD_A(9),
  POD_A(10),
  NODE_POD_B(11),
  POD_B(12),
  NODE2_POD_C(13),
  POD_C(14);

  private final byte last;

  Mac(int last) {
    this.last = (byte) last;
  }

  /** Six bytes; the second bit says that they are locally administered. */
  public byte[] bytes() {
    return new byte[] {2, 0, 0, 0, 0, last};
  }
}
