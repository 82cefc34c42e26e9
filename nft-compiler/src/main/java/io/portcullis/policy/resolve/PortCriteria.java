package io.portcullis.policy.resolve;

import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.resource.EntityRule;
import io.portcullis.policy.resource.EntityRule.PortMatch;
import io.portcullis.policy.resource.Rule;
import io.portcullis.policy.selector.Selector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Ports of one side of a rule. A named port is a set of (address, protocol, port), so a rule with
 * names in it is several boxes; they are kept disjoint.
 */
final class PortCriteria {

  /** Which side of a packet. */
  enum Side {
    SOURCE,
    DESTINATION
  }

  private final Members members;
  private final Family family;

  PortCriteria(Members members, Family family) {
    this.members = members;
    this.family = family;
  }

  /** The selectors among whose endpoints the names of ports count that a rule asks for. */
  static Set<Selector> selectors(Rule rule) {
    Set<Selector> out = new LinkedHashSet<>();
    for (EntityRule entity : List.of(rule.source(), rule.destination())) {
      if (Stream.concat(entity.ports().stream(), entity.notPorts().stream())
          .anyMatch(PortMatch.Named.class::isInstance)) {
        out.add(selector(entity));
      }
    }
    return out;
  }

  private static Selector selector(EntityRule entity) {
    return RuleBoxes.selector(entity).orElse(Selector.ALL);
  }

  /** What is left of {@code boxes}, without the empty ones. */
  List<MatchBox> apply(List<MatchBox> boxes, EntityRule entity, Side side) {
    List<MatchBox> out = new ArrayList<>();
    for (MatchBox box : boxes) {
      List<MatchBox> kept = entity.ports().isEmpty() ? List.of(box) : require(box, entity, side);
      PortSet excluded = numbers(entity.notPorts());
      for (MatchBox part : kept) {
        MatchBox rest = excluded.isEmpty() ? part : ports(part, side, excluded.complement());
        out.addAll(without(rest, services(part, entity.notPorts(), entity), side));
      }
    }
    return out.stream().filter(box -> !box.isEmpty()).toList();
  }

  private List<MatchBox> require(MatchBox box, EntityRule entity, Side side) {
    List<MatchBox> out = new ArrayList<>();
    PortSet numbers = numbers(entity.ports());
    if (!numbers.isEmpty()) {
      out.add(ports(box, side, numbers));
    }
    services(box, entity.ports(), entity)
        .forEach(
            (service, addresses) -> {
              // A number that is listed too holds more than its name does.
              if (!numbers.contains(service.port())) {
                out.add(
                    narrowed(
                        box,
                        side,
                        ProtocolSet.of(service.protocol()),
                        PortSet.of(service.port()),
                        addresses));
              }
            });
    return out;
  }

  /** {@code box} minus each service, in disjoint parts. */
  private List<MatchBox> without(
      MatchBox box, Map<Members.Service, AddressSet> services, Side side) {
    List<MatchBox> parts = List.of(box);
    for (Map.Entry<Members.Service, AddressSet> entry : services.entrySet()) {
      ProtocolSet protocol = ProtocolSet.of(entry.getKey().protocol());
      PortSet port = PortSet.of(entry.getKey().port());
      AddressSet all = AddressSet.all(family);
      List<MatchBox> next = new ArrayList<>();
      for (MatchBox part : parts) {
        next.add(narrowed(part, side, protocol.complement(), PortSet.ALL, all));
        next.add(narrowed(part, side, protocol, port.complement(), all));
        next.add(narrowed(part, side, protocol, port, entry.getValue().complement()));
      }
      parts = next.stream().filter(part -> !part.isEmpty()).toList();
    }
    return parts;
  }

  /** What the names in a list stand for, among the endpoints of the side's positive selector. */
  private Map<Members.Service, AddressSet> services(
      MatchBox box, List<PortMatch> ports, EntityRule entity) {
    Selector selector = selector(entity);
    Map<Members.Service, AddressSet> out = new LinkedHashMap<>();
    for (PortMatch port : ports) {
      if (port instanceof PortMatch.Named named) {
        members
            .services(named.name(), selector, box.protocols(), family)
            .forEach((service, set) -> out.merge(service, set, AddressSet::union));
      }
    }
    return out;
  }

  private static PortSet numbers(List<PortMatch> ports) {
    return PortSet.of(
        ports.stream()
            .filter(PortMatch.Numbers.class::isInstance)
            .map(port -> ((PortMatch.Numbers) port).range())
            .toList());
  }

  private MatchBox ports(MatchBox box, Side side, PortSet ports) {
    return narrowed(box, side, ProtocolSet.ALL, ports, AddressSet.all(family));
  }

  private static MatchBox narrowed(
      MatchBox box, Side side, ProtocolSet protocols, PortSet ports, AddressSet addresses) {
    boolean source = side == Side.SOURCE;
    return new MatchBox(
        box.family(),
        box.protocols().intersect(protocols),
        source ? box.source().intersect(addresses) : box.source(),
        source ? box.destination() : box.destination().intersect(addresses),
        source ? box.sourcePorts().intersect(ports) : box.sourcePorts(),
        source ? box.destinationPorts() : box.destinationPorts().intersect(ports),
        box.icmp());
  }
}
