package io.portcullis.netlink.nftables;

/**
 * The numbers by which nft knows the type of a set's keys: {@code enum datatypes} of nftables'
 * {@code datatype.h}. The kernel stores them; only {@code nft list} reads them.
 */
public final class NftDataType {

  /** Any number of bytes, of which a set's {@link SetKeys} says what they are. */
  public static final int INTEGER = 4;

  public static final int IPV4_ADDR = 7;
  public static final int IPV6_ADDR = 8;
  public static final int ETHER_ADDR = 9;
  public static final int INET_PROTO = 12;
  public static final int INET_SERVICE = 13;
  public static final int ICMP_TYPE = 14;
  public static final int MARK = 19;
  public static final int ICMPV6_TYPE = 29;
  public static final int ICMP_CODE = 32;
  public static final int ICMPV6_CODE = 33;
  public static final int IFNAME = 41;

  /** {@code TYPE_BITS}: how far each field of a concatenation shifts those before it. */
  private static final int TYPE_BITS = 6;

  private NftDataType() {}

  /** The type of a concatenation, first field first; at most five fit. */
  public static int concat(int... types) {
    if (types.length > 5) {
      throw new IllegalArgumentException("nft concatenates at most five types");
    }
    int joined = 0;
    for (int type : types) {
      joined = (joined << TYPE_BITS) | type;
    }
    return joined;
  }
}
