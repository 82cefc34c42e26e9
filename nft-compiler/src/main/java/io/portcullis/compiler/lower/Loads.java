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
   * Loads the first bytes of the source that hold a prefix of that length, as many as {@link
   * #prefix} has, and clears the rest of the last one. Fewer bytes spare a mask, whose price is
   * that of a comparison, and with IPv6 of several.
   */
  static void sourcePrefix(Family family, Register to, int length, List<Expression> out) {
    int bytes = bytes(family, length);
    out.add(new Payload(to, Payload.Base.NETWORK, family == Family.V4 ? 12 : 8, bytes));
    if (length < Byte.SIZE * bytes) {
      out.add(Bitwise.and(to, mask(family, length).slice(0, bytes)));
    }
  }

  /** The bytes of a prefix that {@link #sourcePrefix} loads. */
  static Bytes prefix(Prefix prefix) {
    return address(prefix).slice(0, bytes(prefix.family(), prefix.length()));
  }

  private static int bytes(Family family, int length) {
    int bytes = Math.max(1, (length + Byte.SIZE - 1) / Byte.SIZE);
    // The kernel is quick with one, two and four bytes (nft_payload_fast_eval()).
    return family == Family.V4 && bytes == 3 ? WORD : bytes;
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
