package io.portcullis.policy.resolve;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.resource.EntityRule;
import io.portcullis.policy.resource.Rule;
import io.portcullis.policy.selector.Selector;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds rules that can match nothing, or that except nothing. */
final class RuleChecks {

  private final Members members;

  RuleChecks(Members members) {
    this.members = members;
  }

  /**
   * Looks at one rule.
   *
   * @param empty whether it can match nothing
   */
  List<Finding> check(String policy, int index, Rule rule, boolean empty) {
    List<Finding> findings = new ArrayList<>();
    boolean said = selector(rule, rule.source(), "source", findings);
    said |= selector(rule, rule.destination(), "destination", findings);
    if (empty && !said) {
      String name = "rule " + index + " of policy " + policy;
      findings.add(new Finding(rule.position(), name + " can match nothing: " + why(rule)));
    }
    return List.copyOf(findings);
  }

  /** Says so if a selector matches nothing; true if the rule can match nothing for that. */
  private boolean selector(Rule rule, EntityRule entity, String side, List<Finding> findings) {
    Optional<Selector> idle = RuleBoxes.selector(entity).filter(selector -> !members.any(selector));
    idle.ifPresent(
        selector ->
            findings.add(
                finding(rule, side + ".selector " + selector.canonical() + " matches nothing")));
    entity
        .notSelector()
        .filter(selector -> idle.isEmpty() && !members.any(selector))
        .ifPresent(
            selector ->
                findings.add(
                    finding(
                        rule,
                        side
                            + ".notSelector "
                            + selector.canonical()
                            + " matches nothing, and excepts nothing")));
    return idle.isPresent();
  }

  private static Finding finding(Rule rule, String what) {
    return new Finding(rule.position(), what);
  }

  private String why(Rule rule) {
    Set<Family> allowed = EnumSet.allOf(Family.class);
    Set<Family> source = families(rule.source());
    Set<Family> destination = families(rule.destination());
    rule.ipVersion().ifPresent(family -> allowed.retainAll(Set.of(family)));
    icmpFamily(rule).ifPresent(family -> allowed.retainAll(Set.of(family)));
    allowed.retainAll(source);
    allowed.retainAll(destination);
    if (allowed.isEmpty() && !source.isEmpty() && !destination.isEmpty()) {
      return "its addresses are of the other IP version only (source "
          + text(source)
          + ", destination "
          + text(destination)
          + rule.ipVersion().map(family -> ", ipVersion " + text(Set.of(family))).orElse("")
          + icmpFamily(rule).map(family -> ", ICMP of " + text(Set.of(family))).orElse("")
          + ")";
    }
    boolean named = named(rule.source().ports()) || named(rule.destination().ports());
    return named
        ? "no endpoint that it is about has a port of that name"
        : "what it asks for excludes itself, such as notNets that take away all nets";
  }

  private static boolean named(List<EntityRule.PortMatch> ports) {
    return ports.stream().anyMatch(EntityRule.PortMatch.Named.class::isInstance);
  }

  private static Optional<Family> icmpFamily(Rule rule) {
    return rule.protocol()
        .filter(Rule.Protocol::named)
        .flatMap(
            protocol ->
                switch (protocol.number()) {
                  case ProtocolSet.ICMP -> Optional.of(Family.V4);
                  case ProtocolSet.ICMPV6 -> Optional.of(Family.V6);
                  default -> Optional.empty();
                });
  }

  /** In which families one side of the rule can hold any address. */
  private Set<Family> families(EntityRule entity) {
    Set<Family> out = EnumSet.allOf(Family.class);
    if (!entity.nets().isEmpty()) {
      out.retainAll(entity.nets().stream().map(Prefix::family).toList());
    }
    if (!entity.notNets().isEmpty()) {
      out.retainAll(entity.notNets().stream().map(Prefix::family).toList());
    }
    RuleBoxes.selector(entity)
        .ifPresent(
            selector -> out.removeIf(family -> members.addresses(selector, family).isEmpty()));
    return out;
  }

  private static String text(Set<Family> families) {
    return families.size() > 1 ? "either" : families.contains(Family.V4) ? "IPv4" : "IPv6";
  }
}
