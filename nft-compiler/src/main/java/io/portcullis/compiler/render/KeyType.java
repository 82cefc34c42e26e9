package io.portcullis.compiler.render;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.effective.LinkName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Types of set keys, and values of them, by their names in nft. */
final class KeyType {

  private static final int TYPE_BITS = 6;
  private static final int TYPE_MASK = (1 << TYPE_BITS) - 1;

  private KeyType() {}

  /** The fields of a key type, first field first. */
  static List<Integer> fields(int keyType) {
    List<Integer> out = new ArrayList<>();
    for (int rest = keyType; rest != 0; rest >>>= TYPE_BITS) {
      out.add(0, rest & TYPE_MASK);
    }
    return out;
  }

  /** Such as {@code inet_proto . inet_service}. */
  static String name(int keyType) {
    return String.join(" . ", fields(keyType).stream().map(KeyType::fieldName).toList());
  }

  /** A key of that type, such as {@code 6 . 30080}. */
  static String value(int keyType, Bytes key) {
    List<String> out = new ArrayList<>();
    int at = 0;
    for (int field : fields(keyType)) {
      int width = Math.min(width(field, key.length()), key.length() - at);
      out.add(fieldValue(field, key.slice(at, at + width)));
      at += (width + 3) / 4 * 4;
    }
    return String.join(" . ", out);
  }

  private static String fieldName(int type) {
    return switch (type) {
      case NftDataType.IPV4_ADDR -> "ipv4_addr";
      case NftDataType.IPV6_ADDR -> "ipv6_addr";
      case NftDataType.ETHER_ADDR -> "ether_addr";
      case NftDataType.INET_PROTO -> "inet_proto";
      case NftDataType.INET_SERVICE -> "inet_service";
      case NftDataType.ICMP_TYPE -> "icmp_type";
      case NftDataType.ICMPV6_TYPE -> "icmpv6_type";
      case NftDataType.ICMP_CODE -> "icmp_code";
      case NftDataType.ICMPV6_CODE -> "icmpv6_code";
      case NftDataType.MARK -> "mark";
      case NftDataType.IFNAME -> "ifname";
      default -> "type_" + type;
    };
  }

  private static int width(int type, int all) {
    return switch (type) {
      case NftDataType.IPV4_ADDR, NftDataType.MARK -> 4;
      case NftDataType.IPV6_ADDR, NftDataType.IFNAME -> 16;
      case NftDataType.INET_SERVICE -> 2;
      case NftDataType.INET_PROTO,
          NftDataType.ICMP_TYPE,
          NftDataType.ICMPV6_TYPE,
          NftDataType.ICMP_CODE,
          NftDataType.ICMPV6_CODE ->
          1;
      default -> all;
    };
  }

  private static String fieldValue(int type, Bytes value) {
    return switch (type) {
      case NftDataType.IPV4_ADDR, NftDataType.IPV6_ADDR -> Address.of(value.toArray()).toString();
      case NftDataType.MARK -> mark(value);
      case NftDataType.IFNAME -> text(value);
      case NftDataType.INET_SERVICE,
          NftDataType.INET_PROTO,
          NftDataType.ICMP_TYPE,
          NftDataType.ICMPV6_TYPE,
          NftDataType.ICMP_CODE,
          NftDataType.ICMPV6_CODE ->
          number(value);
      default -> "0x" + value;
    };
  }

  /** A number in network order. */
  static String number(Bytes value) {
    long out = 0;
    for (int i = 0; i < value.length(); i++) {
      out = out << 8 | value.u8(i);
    }
    return Long.toUnsignedString(out);
  }

  /** Four bytes in host order. */
  static String mark(Bytes value) {
    int number = ByteBuffer.wrap(value.toArray()).order(ByteOrder.nativeOrder()).getInt();
    return "0x%08x".formatted(number);
  }

  private static String text(Bytes value) {
    int end = 0;
    while (end < value.length() && value.u8(end) != 0) {
      end++;
    }
    return '"' + LinkName.of(value.slice(0, end).toArray()) + '"';
  }
}
