package io.portcullis.policy.effective;

import java.util.Arrays;
import java.util.BitSet;

/** An immutable set of layer-4 protocol numbers, 0 to 255. */
public final class ProtocolSet {

  public static final int ICMP = 1;
  public static final int TCP = 6;
  public static final int UDP = 17;
  public static final int ICMPV6 = 58;
  public static final int SCTP = 132;
  public static final int UDPLITE = 136;

  /** The number of protocols there are. */
  public static final int COUNT = 256;

  /** Every protocol, also one that cannot be told. */
  public static final ProtocolSet ALL = ofBits(new BitSet()).complement();

  /** No protocol. */
  public static final ProtocolSet NONE = ofBits(new BitSet());

  private final BitSet bits;

  private ProtocolSet(BitSet bits) {
    this.bits = bits;
  }

  private static ProtocolSet ofBits(BitSet bits) {
    return new ProtocolSet((BitSet) bits.clone());
  }

  /** The given protocols. */
  public static ProtocolSet of(int... protocols) {
    BitSet bits = new BitSet(COUNT);
    Arrays.stream(protocols).forEach(bits::set);
    return new ProtocolSet(bits);
  }

  /**
   * True if the protocol is in it. Protocol -1, one that cannot be told, is in {@link #ALL} only: a
   * rule that names protocols, or excludes some, does not match what it cannot see.
   */
  public boolean contains(int protocol) {
    return protocol < 0 ? isAll() : bits.get(protocol);
  }

  public boolean isAll() {
    return bits.cardinality() == COUNT;
  }

  public boolean isEmpty() {
    return bits.isEmpty();
  }

  /** How many are in it. */
  public int size() {
    return bits.cardinality();
  }

  /** Its members, ascending. */
  public int[] toArray() {
    return bits.stream().toArray();
  }

  /** What is in both. */
  public ProtocolSet intersect(ProtocolSet other) {
    BitSet out = (BitSet) bits.clone();
    out.and(other.bits);
    return new ProtocolSet(out);
  }

  /** What is not in it. */
  public ProtocolSet complement() {
    BitSet out = (BitSet) bits.clone();
    out.flip(0, COUNT);
    return new ProtocolSet(out);
  }

  /** True for TCP, UDP and SCTP, the protocols whose ports policy may name. */
  public static boolean hasPorts(int protocol) {
    return protocol == TCP || protocol == UDP || protocol == SCTP;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProtocolSet that && bits.equals(that.bits);
  }

  @Override
  public int hashCode() {
    return bits.hashCode();
  }

  @Override
  public String toString() {
    return isAll() ? "any" : bits.toString();
  }
}
