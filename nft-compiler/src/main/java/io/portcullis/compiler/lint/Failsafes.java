package io.portcullis.compiler.lint;

import io.portcullis.compiler.explain.PacketText;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.DataplaneSettings.FailsafeScope;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.Failsafe;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.resolve.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Denys of ports that a failsafe lets in before policy is asked. One that denies all ports, or all
 * but one, is no finding: to have failsafes before it is what failsafes are for.
 */
final class Failsafes {

  private Failsafes() {}

  static List<Finding> findings(
      NodePolicy node, List<EffectivePolicy> policies, Surroundings surroundings) {
    Map<EffectiveRule, Set<String>> shadowed = new LinkedHashMap<>();
    for (EffectivePolicy policy : policies) {
      policy.tiers().stream()
          .flatMap(tier -> tier.rules().stream())
          .filter(rule -> rule.action() == Action.DENY)
          .forEach(rule -> look(node, rule, surroundings, shadowed));
    }
    List<Finding> out = new ArrayList<>();
    shadowed.forEach(
        (rule, ports) ->
            out.add(
                new Finding(
                    rule.id().position(),
                    Lint.name(rule.id())
                        + " does not deny "
                        + String.join(", ", ports)
                        + (node.settings().failsafeScope() == FailsafeScope.LOCAL
                            ? " to this host's addresses"
                            : "")
                        + ": a failsafe lets it in before policy is asked")));
    return out;
  }

  private static void look(
      NodePolicy node,
      EffectiveRule rule,
      Surroundings surroundings,
      Map<EffectiveRule, Set<String>> out) {
    for (MatchBox box : rule.boxes()) {
      for (Failsafe failsafe : node.settings().failsafes()) {
        if (names(box, failsafe) && meets(node, box, failsafe, surroundings)) {
          out.computeIfAbsent(rule, key -> new LinkedHashSet<>())
              .add(PacketText.protocol(failsafe.protocol()) + " " + failsafe.port());
        }
      }
    }
  }

  private static boolean names(MatchBox box, Failsafe failsafe) {
    return box.protocols().contains(failsafe.protocol())
        && box.destinationPorts().contains(failsafe.port())
        && box.destinationPorts().size() < PortSet.COUNT - 1;
  }

  private static boolean meets(
      NodePolicy node, MatchBox box, Failsafe failsafe, Surroundings surroundings) {
    boolean source =
        failsafe
            .net()
            .map(
                net ->
                    net.family() == box.family()
                        && !box.source().intersect(AddressSet.of(net)).isEmpty())
            .orElse(true);
    if (!source || node.settings().failsafeScope() == FailsafeScope.ANY) {
      return source;
    }
    boolean known = surroundings.links().stream().anyMatch(link -> !link.addresses().isEmpty());
    return !known
        || surroundings.links().stream()
            .flatMap(link -> link.addresses().stream())
            .anyMatch(box.destination()::contains);
  }
}
