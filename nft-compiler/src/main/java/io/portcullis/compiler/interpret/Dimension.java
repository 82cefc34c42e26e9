package io.portcullis.compiler.interpret;

/** What packets differ in, as far as policy and rulesets can tell: the axes of a {@link Region}. */
public enum Dimension {
  /** Number of the interface's name among those that are told apart. */
  INTERFACE(0, true),
  /** {@code NFPROTO_IPV4} or {@code NFPROTO_IPV6}. */
  FAMILY(1, true),
  /** Number of the {@link io.portcullis.policy.packet.ConntrackState}. */
  STATE(2, true),
  /** 1 if the destination is an address of this host. */
  LOCAL(3, true),
  /** Layer-4 protocol, 0 to 255; {@link #UNKNOWN_PROTOCOL} if it cannot be told. */
  PROTOCOL(4, false),
  /** The second 16 bits of the transport header. */
  DESTINATION_PORT(5, false),
  /** Source address, 128 bits; an IPv4 address is the low 32. */
  SOURCE(6, false),
  /** Destination address, likewise. */
  DESTINATION(7, false),
  /** The first 16 bits of the transport header: source port, or ICMP type and code. */
  FIRST_WORD(8, false);

  /** The value of {@link #PROTOCOL} for a protocol that cannot be told. */
  public static final int UNKNOWN_PROTOCOL = 256;

  /** How many there are. */
  public static final int COUNT = 9;

  private final int index;
  private final boolean names;

  Dimension(int index, boolean names) {
    this.index = index;
    this.names = names;
  }

  /** Its place in arrays of all of them. */
  int index() {
    return index;
  }

  /** True if only equality of values means anything, so that each stands for itself alone. */
  boolean isNames() {
    return names;
  }

  /** Its bit in a mask of dimensions. */
  public int bit() {
    return 1 << index;
  }
}
