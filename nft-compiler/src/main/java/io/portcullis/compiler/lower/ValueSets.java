package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.R0;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Range;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Bits128;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Membership in a set of addresses or ports, as expressions: nothing for all of them, a comparison
 * for one prefix or range, else an interval set, shared by all rules that ask for the same values.
 */
final class ValueSets {

  private final Scope scope;
  private final Map<Object, String> names = new HashMap<>();

  ValueSets(Scope scope) {
    this.scope = scope;
  }

  /** Appends to {@code out} what breaks the rule unless the loaded address is in {@code set}. */
  void matchAddress(AddressSet set, Expression load, List<Expression> out) {
    if (set.isAll()) {
      return;
    }
    out.add(load);
    if (set.rangeCount() > 1) {
      out.add(Lookup.in(names.computeIfAbsent(set, key -> addressSet(set)), R0));
      return;
    }
    List<Prefix> prefixes = set.prefixes();
    if (prefixes.size() == 1) {
      Prefix prefix = prefixes.get(0);
      if (prefix.length() < prefix.family().bits()) {
        out.add(Loads.masked(prefix.family(), R0, prefix.length()));
      }
      out.add(Loads.equal(R0, Loads.address(prefix)));
    } else {
      out.add(new Range(R0, false, bytes(set.first(0)), bytes(set.last(0))));
    }
  }

  /** Appends to {@code out} what breaks the rule unless the loaded port is in {@code set}. */
  void matchPorts(PortSet set, Expression load, List<Expression> out) {
    if (set.isAll()) {
      return;
    }
    out.add(load);
    if (set.ranges().size() > 1) {
      out.add(Lookup.in(names.computeIfAbsent(set, key -> portSet(set)), R0));
      return;
    }
    PortSet.Range range = set.ranges().get(0);
    if (range.first() == range.last()) {
      out.add(Loads.equal(R0, Bytes.ofU16(range.first())));
    } else {
      out.add(new Range(R0, false, Bytes.ofU16(range.first()), Bytes.ofU16(range.last())));
    }
  }

  /** Appends to {@code out} what breaks the rule unless the loaded protocol is in {@code set}. */
  void matchProtocols(ProtocolSet set, Expression load, List<Expression> out) {
    if (set.isAll()) {
      return;
    }
    out.add(load);
    if (set.size() == 1) {
      out.add(Loads.equal(R0, Bytes.ofU8(set.toArray()[0])));
    } else {
      out.add(Lookup.in(names.computeIfAbsent(set, key -> protocolSet(set)), R0));
    }
  }

  private String protocolSet(ProtocolSet set) {
    List<NftSetElem> elements = new ArrayList<>();
    for (int protocol : set.toArray()) {
      elements.add(NftSetElem.of(Bytes.ofU8(protocol)));
    }
    String name = scope.named("protocols-" + (names.size() + 1));
    scope
        .draft()
        .set(
            NftSet.set(name, 0, NftDataType.INET_PROTO, 1)
                .withUserData(Comments.ofSet("some protocols")),
            new SetElements.Listed(elements));
    return name;
  }

  private String addressSet(AddressSet set) {
    List<NftSetElem> elements = new ArrayList<>();
    for (int i = 0; i < set.rangeCount(); i++) {
      elements.add(NftSetElem.of(bytes(set.first(i))));
      Address last = set.last(i);
      Address after =
          new Address(set.family(), Bits128.incrementHigh(last.high(), last.low()), last.low() + 1);
      if (!Bits128.isPast(after.family().bits(), after.high(), after.low())) {
        elements.add(NftSetElem.intervalEnd(bytes(after)));
      }
    }
    boolean v4 = set.family() == Family.V4;
    int type = v4 ? NftDataType.IPV4_ADDR : NftDataType.IPV6_ADDR;
    return add("addresses", type, v4 ? 4 : 16, elements);
  }

  private String portSet(PortSet set) {
    List<NftSetElem> elements = new ArrayList<>();
    for (PortSet.Range range : set.ranges()) {
      elements.add(NftSetElem.of(Bytes.ofU16(range.first())));
      if (range.last() < PortSet.COUNT - 1) {
        elements.add(NftSetElem.intervalEnd(Bytes.ofU16(range.last() + 1)));
      }
    }
    return add("ports", NftDataType.INET_SERVICE, 2, elements);
  }

  private String add(String kind, int type, int keyLength, List<NftSetElem> elements) {
    String name = scope.named(kind + "-" + (names.size() + 1));
    scope
        .draft()
        .set(
            NftSet.set(name, NftSet.F_INTERVAL, type, keyLength)
                .withUserData(Comments.ofSet("bounds of intervals")),
            new SetElements.Listed(elements));
    return name;
  }

  private static Bytes bytes(Address address) {
    return Bytes.of(address.toBytes());
  }
}
