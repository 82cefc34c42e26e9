package io.portcullis.compiler.interpret;

/** What packets differ in, as far as policy and rulesets can tell: the axes of a {@link Region}. */
public enum Dimension {
  /** Number of the interface's name among those that are told apart. */
  INTERFACE(Kind.NAMES),
  /** {@code NFPROTO_IPV4} or {@code NFPROTO_IPV6}. */
  FAMILY(Kind.NAMES),
  /** Ordinal of {@link io.portcullis.policy.packet.ConntrackState}. */
  STATE(Kind.NAMES),
  /** 1 if the destination is an address of this host. */
  LOCAL(Kind.NAMES),
  /** Layer-4 protocol, 0 to 255; {@link #UNKNOWN_PROTOCOL} if it cannot be told. */
  PROTOCOL(Kind.NUMBERS),
  /** The second 16 bits of the transport header. */
  DESTINATION_PORT(Kind.NUMBERS),
  /** Source address, 128 bits; an IPv4 address is the low 32. */
  SOURCE(Kind.NUMBERS),
  /** Destination address, likewise. */
  DESTINATION(Kind.NUMBERS),
  /** The first 16 bits of the transport header: source port, or ICMP type and code. */
  FIRST_WORD(Kind.NUMBERS);

  /** The value of {@link #PROTOCOL} for a protocol that cannot be told. */
  public static final int UNKNOWN_PROTOCOL = 256;

  private final Kind kind;

  Dimension(Kind kind) {
    this.kind = kind;
  }

  /** True if only equality of values means anything, so that each stands for itself alone. */
  boolean isNames() {
    return kind == Kind.NAMES;
  }

  /** Its bit in a mask of dimensions. */
  public int bit() {
    return 1 << ordinal();
  }

  private enum Kind {
    NAMES,
    NUMBERS
  }
}
