package io.portcullis.policy.resolve;

import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.IcmpSet;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.resource.EntityRule;
import io.portcullis.policy.resource.NetworkSet;
import io.portcullis.policy.resource.Rule;
import io.portcullis.policy.resource.Rule.Icmp;
import io.portcullis.policy.selector.Selector;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A rule as disjoint boxes: every criterion folded to a set of values. */
final class RuleBoxes {

  private final Members members;

  RuleBoxes(Members members) {
    this.members = members;
  }

  /** The boxes of a rule in both families. */
  List<MatchBox> of(Rule rule) {
    List<MatchBox> out = new ArrayList<>();
    for (Family family : Family.values()) {
      out.addAll(of(rule, family));
    }
    return out;
  }

  private List<MatchBox> of(Rule rule, Family family) {
    if (!applies(rule, family)) {
      return List.of();
    }
    MatchBox whole =
        new MatchBox(
            family,
            protocols(rule, family),
            addresses(rule.source(), family),
            addresses(rule.destination(), family),
            PortSet.ALL,
            PortSet.ALL,
            icmp(rule));
    PortCriteria ports = new PortCriteria(members, family);
    List<MatchBox> boxes = ports.apply(List.of(whole), rule.source(), PortCriteria.Side.SOURCE);
    return ports.apply(boxes, rule.destination(), PortCriteria.Side.DESTINATION);
  }

  /** Section 2.2 of the semantics: a list whose nets are all of the other family ends it here. */
  private static boolean applies(Rule rule, Family family) {
    if (rule.ipVersion().isPresent() && rule.ipVersion().get() != family) {
      return false;
    }
    if (rule.protocol().isPresent() && rule.protocol().get().named()) {
      int number = rule.protocol().get().number();
      if ((number == ProtocolSet.ICMP && family == Family.V6)
          || (number == ProtocolSet.ICMPV6 && family == Family.V4)) {
        return false;
      }
    }
    return has(rule.source().nets(), family)
        && has(rule.source().notNets(), family)
        && has(rule.destination().nets(), family)
        && has(rule.destination().notNets(), family);
  }

  private static boolean has(List<Prefix> nets, Family family) {
    return nets.isEmpty() || nets.stream().anyMatch(net -> net.family() == family);
  }

  private static ProtocolSet protocols(Rule rule, Family family) {
    ProtocolSet out = ProtocolSet.ALL;
    if (rule.protocol().isPresent()) {
      out = ProtocolSet.of(rule.protocol().get().number());
    }
    if (rule.notProtocol().isPresent()) {
      out = out.intersect(ProtocolSet.of(rule.notProtocol().get().number()).complement());
    }
    if (rule.icmp().isPresent() || rule.notIcmp().isPresent()) {
      int icmp = family == Family.V4 ? ProtocolSet.ICMP : ProtocolSet.ICMPV6;
      out = out.intersect(ProtocolSet.of(icmp));
    }
    return out;
  }

  private static IcmpSet icmp(Rule rule) {
    IcmpSet out = rule.icmp().map(RuleBoxes::icmp).orElse(IcmpSet.ALL);
    // D11: not both equal, where Calico's rendering says neither equal.
    return rule.notIcmp().map(not -> out.intersect(icmp(not).complement())).orElse(out);
  }

  private static IcmpSet icmp(Icmp icmp) {
    return icmp.code().isPresent()
        ? IcmpSet.of(icmp.type(), icmp.code().getAsInt())
        : IcmpSet.ofType(icmp.type());
  }

  /** The selectors whose nets and addresses a rule asks for. */
  static Set<Selector> selectors(Rule rule) {
    Set<Selector> out = new LinkedHashSet<>();
    for (EntityRule entity : List.of(rule.source(), rule.destination())) {
      selector(entity).ifPresent(out::add);
      entity.notSelector().ifPresent(out::add);
    }
    return out;
  }

  private AddressSet addresses(EntityRule entity, Family family) {
    return members.intern(address(entity, family));
  }

  private AddressSet address(EntityRule entity, Family family) {
    AddressSet out = AddressSet.all(family);
    if (!entity.nets().isEmpty()) {
      out = Nets.union(entity.nets(), family);
    }
    if (!entity.notNets().isEmpty()) {
      out = out.minus(Nets.union(entity.notNets(), family));
    }
    Optional<Selector> selector = selector(entity);
    if (selector.isPresent()) {
      AddressSet selected = members.addresses(selector.get(), family);
      return out.isAll() ? selected : out.intersect(selected);
    }
    return entity.notSelector().isPresent()
        ? out.minus(members.addresses(entity.notSelector().get(), family))
        : out;
  }

  /**
   * The positive selector of one side. Its namespace selector and its notSelector are part of it:
   * they are asked of each object, not of its addresses, which another object may have too ({@code
   * combineMatchesIfPossible}). A notSelector alone is none.
   */
  static Optional<Selector> selector(EntityRule entity) {
    List<Selector> parts = new ArrayList<>();
    entity.namespaces().map(RuleBoxes::scope).ifPresent(parts::add);
    entity.selector().ifPresent(parts::add);
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    entity.notSelector().map(Selector.Not::new).ifPresent(parts::add);
    return Optional.of(parts.size() == 1 ? parts.get(0) : new Selector.And(parts));
  }

  private static Selector scope(EntityRule.Namespaces namespaces) {
    Selector has = new Selector.Has(NetworkSet.NAMESPACE_LABEL);
    return namespaces == EntityRule.Namespaces.NAMESPACED ? has : new Selector.Not(has);
  }
}
