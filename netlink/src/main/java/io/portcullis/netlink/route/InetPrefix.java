package io.portcullis.netlink.route;

import io.portcullis.netlink.Bytes;

/**
 * An address and how many of its bits lead: {@code 192.0.2.7/24} on a link, {@code 192.0.2.0/24} in
 * a route.
 *
 * @param address 4 bytes of IPv4 or 16 of IPv6, in network order
 * @param length 0 to 32 or 128
 */
public record InetPrefix(Bytes address, int length) {

  /** All of IPv4. */
  public static final InetPrefix ALL_V4 = new InetPrefix(Bytes.zero(4), 0);

  /** All of IPv6. */
  public static final InetPrefix ALL_V6 = new InetPrefix(Bytes.zero(16), 0);

  public InetPrefix {
    if (address.length() != 4 && address.length() != 16) {
      throw new IllegalArgumentException(
          "an address has 4 or 16 bytes, not " + address.length() + ": " + address);
    }
    if (length < 0 || length > 8 * address.length()) {
      throw new IllegalArgumentException(
          "a prefix of an address of "
              + address.length()
              + " bytes has at most "
              + 8 * address.length()
              + " bits, not "
              + length);
    }
  }

  /** An address alone: all of its bits lead. */
  public static InetPrefix of(Bytes address) {
    return new InetPrefix(address, 8 * address.length());
  }

  int family() {
    return address.length() == 4 ? RouteNumbers.AF_INET : RouteNumbers.AF_INET6;
  }

  /** Dotted or in groups of four hexadecimal digits, none left out. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < address.length(); i++) {
      if (address.length() == 4) {
        text.append(i == 0 ? "" : ".").append(address.u8(i));
      } else {
        text.append(i > 0 && i % 2 == 0 ? ":" : "").append("%02x".formatted(address.u8(i)));
      }
    }
    return text.append('/').append(length).toString();
  }
}
