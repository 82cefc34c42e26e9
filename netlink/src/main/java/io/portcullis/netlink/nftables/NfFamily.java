package io.portcullis.netlink.nftables;

/** The family of a table: {@code nfgen_family}, {@code NFPROTO_*} of {@code linux/netfilter.h}. */
public enum NfFamily {
  UNSPEC(0),
  INET(1),
  IPV4(2),
  ARP(3),
  NETDEV(5),
  BRIDGE(7),
  IPV6(10);

  private final int value;

  NfFamily(int value) {
    this.value = value;
  }

  /** The {@code NFPROTO_*} number. */
  public int value() {
    return value;
  }

  /**
   * The family of a number.
   *
   * @throws IllegalArgumentException if the kernel has no such family
   */
  public static NfFamily of(int value) {
    for (NfFamily family : values()) {
      if (family.value == value) {
        return family;
      }
    }
    throw new IllegalArgumentException("no nf_tables family has number " + value);
  }
}
