package io.portcullis.compiler.render;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.expr.Ct;
import io.portcullis.netlink.nftables.expr.Fib;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Payload;
import java.util.Optional;

/**
 * What a register holds.
 *
 * @param text in nft's syntax
 * @param keyType nft's number of its type; 0 for one without a name
 * @param length in bytes
 * @param mask what it was masked with
 * @param constant whether it is no field of the packet, for which nft has no syntax in a key
 */
record Operand(String text, int keyType, int length, Optional<Bytes> mask, boolean constant) {

  static Operand of(String text, int keyType, int length) {
    return new Operand(text, keyType, length, Optional.empty(), false);
  }

  static Operand of(Meta meta) {
    return switch (meta.key()) {
      case Meta.L4PROTO -> of("meta l4proto", NftDataType.INET_PROTO, 1);
      case Meta.NFPROTO -> of("meta nfproto", 0, 1);
      case Meta.IIFNAME -> of("iifname", NftDataType.IFNAME, 16);
      case Meta.IIF -> of("iif", 0, 4);
      default -> of("meta key " + meta.key(), 0, 4);
    };
  }

  static Operand of(Ct ct) {
    return switch (ct.key()) {
      case Ct.STATE -> of("ct state", 0, 4);
      case Ct.DIRECTION -> of("ct direction", 0, 1);
      case Ct.STATUS -> of("ct status", 0, 4);
      default -> of("ct key " + ct.key(), 0, 4);
    };
  }

  static Operand of(Fib fib) {
    return of(fib.equals(Fib.destinationType(fib.dreg())) ? "fib daddr type" : "fib " + fib, 0, 4);
  }

  /**
   * @param icmpType the type of the set that the first two bytes of the transport header are looked
   *     up in, since the load alone does not say which protocol it is for
   */
  static Operand of(Payload load, int icmpType) {
    int length = load.length();
    boolean v6 = icmpType == NftDataType.ICMPV6_TYPE || icmpType == NftDataType.ICMPV6_CODE;
    String icmp = v6 ? "icmpv6 " : "icmp ";
    String place = load.base() + "," + load.offset() + "," + length;
    return switch (place) {
      case "NETWORK,12,4" -> of("ip saddr", NftDataType.IPV4_ADDR, length);
      case "NETWORK,16,4" -> of("ip daddr", NftDataType.IPV4_ADDR, length);
      case "NETWORK,8,16" -> of("ip6 saddr", NftDataType.IPV6_ADDR, length);
      case "NETWORK,24,16" -> of("ip6 daddr", NftDataType.IPV6_ADDR, length);
      case "TRANSPORT,0,2" -> of("th sport", NftDataType.INET_SERVICE, length);
      case "TRANSPORT,2,2" -> of("th dport", NftDataType.INET_SERVICE, length);
      case "TRANSPORT,0,1" ->
          of(icmp + "type", v6 ? NftDataType.ICMPV6_TYPE : NftDataType.ICMP_TYPE, length);
      case "TRANSPORT,1,1" ->
          of(icmp + "code", v6 ? NftDataType.ICMPV6_CODE : NftDataType.ICMP_CODE, length);
      default -> raw(load);
    };
  }

  /** Bytes of a header, whatever nft calls them. */
  static Operand raw(Payload load) {
    String base =
        switch (load.base()) {
          case LINK_LAYER -> "ll";
          case NETWORK -> "nh";
          case TRANSPORT -> "th";
          case INNER -> "ih";
          case TUNNEL -> "tunnel"; // which nft does not know outside of inner matches
        };
    return of("@" + base + "," + 8 * load.offset() + "," + 8 * load.length(), 0, load.length());
  }

  static Operand constant(Bytes value) {
    return new Operand(
        value.length() == 4 ? KeyType.mark(value) : "0x" + value,
        0,
        value.length(),
        Optional.empty(),
        true);
  }

  Operand masked(Bytes bits) {
    return new Operand(text, keyType, length, Optional.of(bits), constant);
  }

  /** As part of a key. */
  String asKey() {
    return mask.map(bits -> text + " & " + value(bits)).orElse(text);
  }

  /** A value that it may be compared with. */
  String value(Bytes value) {
    if (keyType != 0) {
      return KeyType.value(keyType, value);
    }
    return switch (text) {
      case "meta nfproto" ->
          value.u8(0) == 2 ? "ipv4" : value.u8(0) == 10 ? "ipv6" : "" + value.u8(0);
      case "ct state", "fib daddr type" -> KeyType.mark(value);
      default -> "0x" + value;
    };
  }
}
