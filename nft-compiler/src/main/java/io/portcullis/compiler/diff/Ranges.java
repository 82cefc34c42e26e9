package io.portcullis.compiler.diff;

import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.PortSet;
import java.util.List;
import java.util.function.Function;

/** Sets in a few words: what there is little of is said in full, of the rest how much there is. */
final class Ranges {

  private static final int PORTS = 8;
  private static final int NETS = 4;

  private Ranges() {}

  /** Such as {@code 80, 30000-30010}; or {@code all but 22}, where that is shorter. */
  static String ports(PortSet set) {
    PortSet rest = set.complement();
    return rest.ranges().size() < set.ranges().size()
        ? "all but " + list(rest, Ranges::port)
        : list(set, Ranges::port);
  }

  /** Such as {@code type 8/0}, of words {@code type << 8 | code}. */
  static String icmp(PortSet words) {
    PortSet rest = words.complement();
    return rest.ranges().size() < words.ranges().size()
        ? "types but " + list(rest, Ranges::types)
        : "type " + list(words, Ranges::types);
  }

  /** Such as {@code 10.0.0.0/8, 192.0.2.0/24}, and how many if there are more. */
  static String nets(AddressSet set) {
    AddressSet rest = set.complement();
    return rest.rangeCount() < set.rangeCount() ? "any but " + prefixes(rest) : prefixes(set);
  }

  private static String prefixes(AddressSet set) {
    List<Prefix> all = set.prefixes();
    String shown = String.join(", ", all.stream().limit(NETS).map(Prefix::toString).toList());
    return all.size() <= NETS ? shown : all.size() + " CIDRs (" + shown + ", …)";
  }

  private static String list(PortSet set, Function<PortSet.Range, String> text) {
    List<PortSet.Range> all = set.ranges();
    String shown = String.join(", ", all.stream().limit(PORTS).map(text).toList());
    return all.size() <= PORTS ? shown : shown + " and " + (all.size() - PORTS) + " more ranges";
  }

  private static String port(PortSet.Range range) {
    return range.first() == range.last()
        ? Integer.toString(range.first())
        : range.first() + "-" + range.last();
  }

  private static String types(PortSet.Range range) {
    int type = range.first() >> 8;
    if (range.first() == range.last()) {
      return type + "/" + (range.first() & 0xff);
    }
    boolean whole = (range.first() & 0xff) == 0 && (range.last() & 0xff) == 0xff;
    int lastType = range.last() >> 8;
    if (whole) {
      return type == lastType ? Integer.toString(type) : type + "-" + lastType;
    }
    return type
        + "/"
        + (range.first() & 0xff)
        + "-"
        + (type == lastType ? "" : lastType + "/")
        + (range.last() & 0xff);
  }
}
