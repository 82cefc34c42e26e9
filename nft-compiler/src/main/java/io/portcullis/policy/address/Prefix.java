package io.portcullis.policy.address;

/**
 * A prefix, with no bits set beyond its length.
 *
 * @param address its first address
 * @param length in bits, 0 to 32 or 128
 */
public record Prefix(Address address, int length) implements Comparable<Prefix> {

  public Prefix {
    int bits = address.family().bits();
    if (length < 0 || length > bits) {
      throw new IllegalArgumentException("a prefix of " + bits + " bits cannot have " + length);
    }
    if ((address.high() & ~Bits128.maskHigh(bits, length)) != 0
        || (address.low() & ~Bits128.maskLow(bits, length)) != 0) {
      throw new IllegalArgumentException(
          address + "/" + length + " has bits set beyond its length");
    }
  }

  /** The prefix of {@code length} that holds {@code address}. */
  public static Prefix masking(Address address, int length) {
    int bits = address.family().bits();
    return new Prefix(
        new Address(
            address.family(),
            address.high() & Bits128.maskHigh(bits, length),
            address.low() & Bits128.maskLow(bits, length)),
        length);
  }

  /**
   * Parses {@code ADDRESS/LENGTH}, or a bare address as /32 or /128. Bits beyond the length are
   * cleared; compare {@link #hasHostBits} where they are an error.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  public static Prefix parse(String text) {
    return AddressText.prefix(text);
  }

  /** True if {@code text}, which must parse, has bits set beyond its prefix length. */
  public static boolean hasHostBits(String text) {
    int slash = text.indexOf('/');
    return slash >= 0 && !parse(text).address().equals(Address.parse(text.substring(0, slash)));
  }

  /** The IP version. */
  public Family family() {
    return address.family();
  }

  /** The last address. */
  public Address last() {
    int bits = family().bits();
    return new Address(
        family(),
        bits == 32 ? 0 : address.high() | ~Bits128.maskHigh(bits, length),
        bits == 32
            ? address.low() | (~Bits128.maskLow(bits, length) & 0xffffffffL)
            : address.low() | ~Bits128.maskLow(bits, length));
  }

  /** True if the address lies in it. */
  public boolean contains(Address other) {
    return other.family() == family() && masking(other, length).equals(this);
  }

  /** True if one of the two holds the other. */
  public boolean meets(Prefix other) {
    return contains(other.address) || other.contains(address);
  }

  @Override
  public int compareTo(Prefix other) {
    int byAddress = address.compareTo(other.address);
    return byAddress != 0 ? byAddress : Integer.compare(length, other.length);
  }

  /** {@code ADDRESS/LENGTH}. */
  @Override
  public String toString() {
    return address + "/" + length;
  }
}
