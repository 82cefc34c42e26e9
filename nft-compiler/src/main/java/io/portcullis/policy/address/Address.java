package io.portcullis.policy.address;

import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv6.IPv6Address;
import java.math.BigInteger;

/**
 * One IP address: 128 bits in two longs, most significant first. An IPv4 address uses the low 32
 * bits of {@code low}.
 *
 * @param high zero for IPv4
 * @param low unsigned
 */
public record Address(Family family, long high, long low) implements Comparable<Address> {

  /** An IPv4 address from its 32 bits. */
  public static Address v4(int bits) {
    return new Address(Family.V4, 0, bits & 0xffffffffL);
  }

  /** An IPv6 address. */
  public static Address v6(long high, long low) {
    return new Address(Family.V6, high, low);
  }

  /**
   * Parses an address in its usual text form, and nothing laxer.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  public static Address parse(String text) {
    return AddressText.address(text);
  }

  /** Reads 4 or 16 bytes in network order. */
  public static Address of(byte[] bytes) {
    if (bytes.length == 4) {
      return v4(
          (bytes[0] & 0xff) << 24
              | (bytes[1] & 0xff) << 16
              | (bytes[2] & 0xff) << 8
              | (bytes[3] & 0xff));
    }
    BigInteger value = new BigInteger(1, bytes);
    return v6(value.shiftRight(64).longValue(), value.longValue());
  }

  /** 4 or 16 bytes in network order. */
  public byte[] toBytes() {
    byte[] out = new byte[family.bits() / 8];
    for (int i = 0; i < out.length; i++) {
      int shift = (out.length - 1 - i) * 8;
      out[i] = (byte) (shift >= 64 ? high >>> (shift - 64) : low >>> shift);
    }
    return out;
  }

  @Override
  public int compareTo(Address other) {
    int byFamily = family.compareTo(other.family);
    if (byFamily != 0) {
      return byFamily;
    }
    return Bits128.compare(high, low, other.high, other.low);
  }

  /** The usual text form; IPv6 compressed as RFC 5952 says. */
  @Override
  public String toString() {
    return family == Family.V4
        ? new IPv4Address((int) low).toString()
        : new IPv6Address(toBytes()).toCanonicalString();
  }
}
