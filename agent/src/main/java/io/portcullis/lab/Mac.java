package io.portcullis.lab;

/** The lab's hardware addresses, fixed so that raw frames can be addressed without asking. */
public enum Mac {
  OFFICE,
  OUTSIDE,
  ROUTER_OFFICE,
  ROUTER_OUTSIDE,
  ROUTER_NODE,
  NODE_ETH0,
  NODE_ETH1,
  NODE2,
  NODE_POD_A,
  POD_A,
  NODE_POD_B,
  POD_B,
  NODE2_POD_C,
  POD_C;

  /** Six bytes; the second bit says that they are locally administered. */
  public byte[] bytes() {
    return new byte[] {2, 0, 0, 0, 0, (byte) (ordinal() + 1)};
  }

  /** As {@code ip} reads it. */
  public String text() {
    return "02:00:00:00:00:%02x".formatted(ordinal() + 1);
  }
}
