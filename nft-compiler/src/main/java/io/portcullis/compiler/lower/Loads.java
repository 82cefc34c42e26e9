package io.portcullis.compiler.lower;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import java.util.List;

/**
 * What rules load and compare. Raw header offsets, without the family check that nft would put
 * before each: the chains that use them are reached by packets of the right family only.
 */
final class Loads {

  static final Register R0 = Register.R0;

  /** Bytes of a concatenated field that is shorter than a word. */
  static final int WORD = 4;

  private Loads() {}

  /** Layer-4 protocol: one byte. */
  static Expression protocol(Register to) {
    return new Meta(to, Meta.L4PROTO);
  }

  /**
   * The same where a rule has loaded a port before, and so has broken off if the protocol cannot be
   * told. The kernel is quick with a byte of an IPv4 header, and calls a function for the other.
   */
  static Expression protocolBehindPort(Family family, Register to) {
    return family == Family.V4 ? new Payload(to, Payload.Base.NETWORK, 9, 1) : protocol(to);
  }

  /** Source port: two bytes of any transport header. */
  static Expression sourcePort(Register to) {
    return new Payload(to, Payload.Base.TRANSPORT, 0, 2);
  }

  /** Destination port: two bytes of any transport header. */
  static Expression destinationPort(Register to) {
    return new Payload(to, Payload.Base.TRANSPORT, 2, 2);
  }

  /** Source and destination port: four bytes of any transport header. */
  static Expression ports(Register to) {
    return new Payload(to, Payload.Base.TRANSPORT, 0, 4);
  }

  /** ICMP type: one byte. */
  static Expression icmpType(Register to) {
    return new Payload(to, Payload.Base.TRANSPORT, 0, 1);
  }

  /** ICMP code: one byte. */
  static Expression icmpCode(Register to) {
    return new Payload(to, Payload.Base.TRANSPORT, 1, 1);
  }

  /** {@code struct iphdr.saddr} at 12, {@code struct ipv6hdr.saddr} at 8. */
  static Expression source(Family family, Register to) {
    return family == Family.V4
        ? new Payload(to, Payload.Base.NETWORK, 12, 4)
        : new Payload(to, Payload.Base.NETWORK, 8, 16);
  }

  /** {@code struct iphdr.daddr} at 16, {@code struct ipv6hdr.daddr} at 24. */
  static Expression destination(Family family, Register to) {
    return family == Family.V4
        ? new Payload(to, Payload.Base.NETWORK, 16, 4)
        : new Payload(to, Payload.Base.NETWORK, 24, 16);
  }

  /** The mask of a prefix length, as wide as an address. */
  static Bytes mask(Family family, int length) {
    byte[] mask = new byte[family.bits() / 8];
    for (int bit = 0; bit < length; bit++) {
      mask[bit / 8] |= (byte) (0x80 >> (bit % 8));
    }
    return Bytes.of(mask);
  }

  /** Keeps the first {@code length} bits of the address in {@code register}. */
  static Expression masked(Family family, Register register, int length) {
    return Bitwise.and(register, mask(family, length));
  }

  /**
   * Appends what breaks a rule unless the source is in a prefix. The kernel is quick with aligned
   * loads of one, two and four bytes, and calls functions for longer ones: so words are compared
   * one after the other. The first word first: what is left is one range of addresses at any time,
   * which is what the proof goes over.
   */
  static void inPrefix(Prefix prefix, List<Expression> out) {
    Bytes address = address(prefix);
    int source = prefix.family() == Family.V4 ? 12 : 8;
    int wordBits = Byte.SIZE * WORD;
    for (int at = 0; at == 0 || Byte.SIZE * at < prefix.length(); at += WORD) {
      int bits = Math.min(prefix.length() - Byte.SIZE * at, wordBits);
      int bytes = bits == Byte.SIZE ? 1 : bits == 2 * Byte.SIZE ? 2 : WORD;
      out.add(new Payload(R0, Payload.Base.NETWORK, source + at, bytes));
      if (bits < Byte.SIZE * bytes) {
        out.add(Bitwise.and(R0, Bytes.ofU32(bits == 0 ? 0 : -1 << (wordBits - bits))));
      }
      out.add(equal(R0, address.slice(at, at + bytes)));
    }
  }

  static Bytes address(Prefix prefix) {
    return Bytes.of(prefix.address().toBytes());
  }

  static Expression equal(Register register, Bytes value) {
    return new Cmp(register, Cmp.Op.EQ, value);
  }

  static Expression verdict(Verdict verdict) {
    return new Immediate.Verdict(verdict);
  }

  static Expression goTo(String chain) {
    return verdict(Verdict.goTo(chain));
  }

  /** A protocol and a port as a concatenated key: each field padded to a word. */
  static byte[] serviceKey(int protocol, int port, int length) {
    byte[] key = new byte[length];
    key[0] = (byte) protocol;
    key[WORD] = (byte) (port >>> 8);
    key[WORD + 1] = (byte) port;
    return key;
  }
}
