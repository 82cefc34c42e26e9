package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule that shows one expression: the last of its expressions; those before it load what it
 * reads.
 *
 * @param place where the kernel takes it
 */
public record Example(String name, Place place, List<Expression> rule) {

  /** A base chain: the family of its table, its hook, and its type and priority. */
  public enum Place {
    PREROUTING(NfFamily.INET, "filter", 0, -150),
    INPUT(NfFamily.INET, "filter", 1, 0),
    FORWARD(NfFamily.INET, "filter", 2, 0),
    OUTPUT(NfFamily.INET, "filter", 3, 0),
    POSTROUTING(NfFamily.INET, "filter", 4, 0),
    NAT_PREROUTING(NfFamily.INET, "nat", 0, -100),
    NAT_POSTROUTING(NfFamily.INET, "nat", 4, 100),
    IPV4(NfFamily.IPV4, "filter", 0, 0),
    IPV4_NAT_POSTROUTING(NfFamily.IPV4, "nat", 4, 100),
    INGRESS(NfFamily.NETDEV, "filter", 0, 0);

    final NfFamily family;
    final String type;
    final int hook;
    final int priority;

    Place(NfFamily family, String type, int hook, int priority) {
      this.family = family;
      this.type = type;
      this.hook = hook;
      this.priority = priority;
    }
  }

  static Example of(Expression shown) {
    return at(Place.PREROUTING, shown);
  }

  static Example at(Place place, Expression shown) {
    return at(place, shown.getClass().getSimpleName(), List.of(), shown);
  }

  /** With the first {@code words} registers loaded with zero. */
  static Example reading(Place place, int words, Expression shown) {
    List<Expression> loads = new ArrayList<>();
    for (int word = 0; word < words; word++) {
      loads.add(new Immediate.Value(new Register(word), Bytes.zero(4)));
    }
    return at(place, shown.getClass().getSimpleName(), loads, shown);
  }

  static Example at(Place place, String name, List<Expression> loads, Expression shown) {
    List<Expression> rule = new ArrayList<>(loads);
    rule.add(shown);
    return new Example(name, place, List.copyOf(rule));
  }

  /** What is shown. */
  public Expression shown() {
    return rule.get(rule.size() - 1);
  }

  @Override
  public String toString() {
    return name + " " + shown();
  }
}
