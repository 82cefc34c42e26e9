package io.portcullis.compiler.lint;

import io.portcullis.compiler.model.ClassRule;
import io.portcullis.compiler.model.ServiceClass;
import io.portcullis.compiler.model.ServiceModel;
import io.portcullis.compiler.space.Cube;
import io.portcullis.compiler.space.Cubes;
import io.portcullis.compiler.space.Flow;
import io.portcullis.compiler.space.Flows;
import io.portcullis.compiler.space.TooMuchWork;
import io.portcullis.compiler.space.Work;
import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.resolve.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rules that no packet reaches, and rules that change no verdict: exactly, over all packets that
 * any endpoint of the node asks policy about.
 */
final class Reach {

  /** Rules that are named as those in the way of another. */
  private static final int NAMED = 3;

  private final List<EffectivePolicy> policies;
  private final Work work;
  private final Map<RuleId, Action> rules = new LinkedHashMap<>();
  private final Set<RuleId> reached = new LinkedHashSet<>();
  private final Set<RuleId> effective = new LinkedHashSet<>();
  private final Map<RuleId, Set<RuleId>> shadows = new LinkedHashMap<>();

  private record Read(ServiceModel model, Flows flows) {}

  Reach(List<EffectivePolicy> policies, long limit) {
    this.policies = policies;
    this.work = new Work(limit);
  }

  List<Finding> findings(String node) {
    try {
      List<Read> all = new ArrayList<>();
      for (EffectivePolicy policy : policies) {
        for (Family family : Family.values()) {
          all.add(new Read(ServiceModel.of(policy, family), new Flows(family, work)));
        }
      }
      all.forEach(read -> read.model.classes().forEach(of -> reach(read.flows, of)));
      all.forEach(read -> read.model.classes().forEach(of -> shadows(read.flows, of)));
      return told();
    } catch (TooMuchWork e) {
      return List.of(
          new Finding(
              SourcePosition.builtIn("policy of node " + node),
              "rules that are never reached, or change nothing, were not looked for: "
                  + e.getMessage()));
    }
  }

  private void reach(Flows flows, ServiceClass service) {
    for (ClassRule rule : service.rules()) {
      rules.putIfAbsent(rule.rule().id(), rule.rule().action());
    }
    Flow flow = flows.of(service);
    for (Flow.Hit hit : flow.hits()) {
      RuleId id = hit.rule().rule().id();
      reached.add(id);
      if (!effective.contains(id) && changes(flows, service, hit)) {
        effective.add(id);
      }
    }
  }

  /** True if without the rule, something else becomes of its packets; a log counts as that, too. */
  private boolean changes(Flows flows, ServiceClass service, Flow.Hit hit) {
    ClassRule rule = hit.rule();
    int next = behind(service.rules(), rule);
    // Its other boxes go with it.
    while (next < service.rules().size()
        && service.rules().get(next).rule().id().equals(rule.rule().id())) {
      next++;
    }
    Flow without = flows.from(service, next, rule.tier(), hit.packets(), Cubes.NONE);
    if (without.hits().stream().anyMatch(of -> of.rule().rule().action() == Action.LOG)) {
      return true;
    }
    return switch (rule.rule().action()) {
      case LOG -> true;
      case ALLOW -> !without.denied().isEmpty();
      case DENY -> !hit.packets().minus(without.denied(), work).isEmpty();
      case PASS -> {
        Flow with = flows.from(service, next, rule.tier(), Cubes.NONE, hit.packets());
        yield with.hits().stream().anyMatch(of -> of.rule().rule().action() == Action.LOG)
            || !with.denied().minus(without.denied(), work).isEmpty()
            || !without.denied().minus(with.denied(), work).isEmpty();
      }
    };
  }

  /** The index behind a rule, whose orders ascend. */
  private static int behind(List<ClassRule> rules, ClassRule rule) {
    int from = 0;
    int to = rules.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (rules.get(middle).order() <= rule.order()) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** What is in the way of rules that nothing reaches. */
  private void shadows(Flows flows, ServiceClass service) {
    for (ClassRule rule : service.rules()) {
      if (reached.contains(rule.rule().id())) {
        continue;
      }
      Set<RuleId> by = shadows.computeIfAbsent(rule.rule().id(), key -> new LinkedHashSet<>());
      for (Flow.Hit hit : flows.of(service).hits()) {
        work.spend(1);
        if (hit.rule().order() < rule.order()
            && ends(hit.rule(), rule)
            && !by.contains(hit.rule().rule().id())
            && !hit.packets().intersect(Cube.of(rule.box()), work).isEmpty()) {
          by.add(hit.rule().rule().id());
        }
      }
    }
  }

  private static boolean ends(ClassRule earlier, ClassRule later) {
    return switch (earlier.rule().action()) {
      case ALLOW, DENY -> true;
      case PASS -> earlier.tier() == later.tier();
      case LOG -> false;
    };
  }

  private List<Finding> told() {
    List<Finding> out = new ArrayList<>();
    // Of two rules for the same packets, one finding is enough.
    Set<RuleId> inTheWay = new LinkedHashSet<>();
    shadows.values().forEach(inTheWay::addAll);
    rules.forEach(
        (id, action) -> {
          if (!reached.contains(id)) {
            out.add(
                new Finding(
                    id.position(),
                    Lint.name(id)
                        + " is never reached: all its packets are decided by "
                        + named(shadows.getOrDefault(id, Set.of()))));
          } else if (!effective.contains(id) && !inTheWay.contains(id)) {
            out.add(new Finding(id.position(), Lint.name(id) + " has no effect: " + why(action)));
          }
        });
    return out;
  }

  private static String why(Action action) {
    return switch (action) {
      case ALLOW -> "nothing behind it denies any of its packets";
      case DENY -> "rules behind it deny all its packets, too";
      case PASS, LOG -> "without it the same becomes of all its packets";
    };
  }

  private static String named(Set<RuleId> rules) {
    List<String> names =
        rules.stream()
            .limit(NAMED)
            .map(rule -> Lint.name(rule) + " (" + rule.position() + ")")
            .toList();
    String all = String.join(", ", names);
    return rules.size() > NAMED ? all + " and " + (rules.size() - NAMED) + " more" : all;
  }
}
