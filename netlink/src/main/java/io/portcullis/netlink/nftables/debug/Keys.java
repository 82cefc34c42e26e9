package io.portcullis.netlink.nftables.debug;

import io.portcullis.netlink.nftables.expr.Fib;
import io.portcullis.netlink.nftables.expr.Payload;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Names of keys as libnftnl prints them, in the order of the kernel's numbers. */
final class Keys {

  private static final List<String> META =
      List.of(
          ("len protocol priority mark iif oif iifname oifname iiftype oiftype "
                  + "skuid skgid nftrace rtclassid secmark nfproto l4proto bri_iifname "
                  + "bri_oifname pkttype cpu iifgroup oifgroup cgroup prandom secpath "
                  + "iifkind oifkind bri_iifpvid bri_iifvproto time day hour sdif sdifname")
              .split(" "));

  private static final List<String> CT =
      List.of(
          ("state direction status mark secmark expiration helper l3protocol src "
                  + "dst protocol proto_src proto_dst label packets bytes avgpkt zone event "
                  + "src_ip dst_ip src_ip6 dst_ip6 id")
              .split(" "));

  private static final List<String> FIB_RESULT = List.of("unspec", "oif", "oifname", "type");
  private static final List<String> FIB_FLAGS = List.of("saddr", "daddr", "mark", "iif", "oif");

  private Keys() {}

  static String meta(int key) {
    return name(META, key);
  }

  static String ct(int key) {
    return name(CT, key);
  }

  /** Flags, then what is asked for. */
  static String fib(int flags, int result) {
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < FIB_FLAGS.size(); bit++) {
      if ((flags & 1 << bit) != 0) {
        text.append(text.length() == 0 ? "" : " . ").append(FIB_FLAGS.get(bit));
      }
    }
    text.append(' ').append(name(FIB_RESULT, result));
    return (flags & Fib.F_PRESENT) != 0 ? text.append(" present").toString() : text.toString();
  }

  static String direction(OptionalInt direction) {
    return direction.isPresent()
        ? " , dir " + (direction.getAsInt() == 0 ? "original" : "reply")
        : "";
  }

  static String base(Payload.Base base) {
    return base == Payload.Base.LINK_LAYER ? "link" : base.name().toLowerCase(Locale.ROOT);
  }

  /** {@code NF_LOG_*}, but for the mask of those that concern the kernel's own log. */
  static List<String> logFlags(int flags) {
    List<String> names = List.of("tcpseq", "tcpopt", "ipopt", "uid", "", "macdecode");
    return IntStream.range(0, names.size())
        .filter(bit -> (flags & 1 << bit) != 0 && !names.get(bit).isEmpty())
        .mapToObj(names::get)
        .toList();
  }

  static String unit(long seconds) {
    return switch ((int) seconds) {
      case 1 -> "second";
      case 60 -> "minute";
      case 3600 -> "hour";
      case 86_400 -> "day";
      case 604_800 -> "week";
      default -> seconds + " s";
    };
  }

  private static String name(List<String> names, int key) {
    return key >= 0 && key < names.size() ? names.get(key) : "unknown";
  }
}
