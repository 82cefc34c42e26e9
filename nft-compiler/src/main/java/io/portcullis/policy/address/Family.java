package io.portcullis.policy.address;

/** The IP version of a packet or an address. */
public enum Family {
  V4(32),
  V6(128);

  private final int bits;

  Family(int bits) {
    this.bits = bits;
  }

  /** How many bits an address has. */
  public int bits() {
    return bits;
  }
}
