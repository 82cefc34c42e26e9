package io.portcullis.integration.packets;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import java.util.List;
import java.util.stream.Collectors;

/** Pieces of text for {@code nft}. */
final class NftTables {

  private NftTables() {}

  /** A table with a base chain where Portcullis has its own. */
  static String base(String verdict, String rules, String more) {
    return """
        table inet guard {
        %s
          chain guard {
            type filter hook prerouting priority -101; policy %s;
        %s
          }
        }
        """
        .formatted(more, verdict, rules);
  }

  /** A set of intervals, none of which may touch another. */
  static String intervals(String name, Family family, List<Prefix> nets) {
    return "  set %s { type %s; flags interval; elements = { %s } }\n"
        .formatted(
            name,
            type(family),
            nets.stream().map(Prefix::toString).collect(Collectors.joining(", ")));
  }

  static String type(Family family) {
    return family == Family.V4 ? "ipv4_addr" : "ipv6_addr";
  }

  /** The source address, as a rule asks for it. */
  static String source(Family family) {
    return family == Family.V4 ? "ip saddr" : "ip6 saddr";
  }

  /** An anonymous set. */
  static String ports(List<PortRange> ports) {
    return "{ "
        + ports.stream().map(range -> range.text('-')).collect(Collectors.joining(", "))
        + " }";
  }
}
