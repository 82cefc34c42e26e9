package io.portcullis.compiler.space;

import io.portcullis.compiler.model.ClassRule;
import io.portcullis.compiler.model.ServiceClass;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the rules of classes in order, with all packets at once. Classes that begin with the same
 * rules share what becomes of these, so that a long list before all else is taken away once.
 */
public final class Flows {

  /** How many rules are shared at most: deeper ones would be kept for nothing. */
  private static final int SHARED = 16;

  private final Family family;
  private final Work work;
  private final Step start;
  private final IdentityHashMap<ServiceClass, Flow> known = new IdentityHashMap<>();

  /**
   * For the classes of one model.
   *
   * @param family of the model
   * @param work what it may cost
   */
  public Flows(Family family, Work work) {
    this.family = family;
    this.work = work;
    this.start = new Step(-1, Optional.empty(), Cubes.all(family), Cubes.NONE, Cubes.NONE);
  }

  public Family family() {
    return family;
  }

  /**
   * What becomes of the packets of a class.
   *
   * @throws TooMuchWork if it costs more than it may
   */
  public Flow of(ServiceClass service) {
    Flow flow = known.get(service);
    if (flow == null) {
      flow = read(service.rules());
      known.put(service, flow);
    }
    return flow;
  }

  /**
   * What becomes of packets of a class if only rules from one on are read.
   *
   * @param from index among the class's rules of the first that is read
   * @param tier of which {@code open} has not left
   * @param open what the rules of that tier are asked about
   * @param passed what only later tiers are asked about
   */
  public Flow from(ServiceClass service, int from, int tier, Cubes open, Cubes passed) {
    List<Flow.Hit> hits = new ArrayList<>();
    Step step = new Step(tier, Optional.empty(), open, passed, Cubes.NONE);
    List<ClassRule> rules = service.rules();
    for (int i = from; i < rules.size(); i++) {
      if (step.open.isEmpty() && step.passed.isEmpty()) {
        break;
      }
      step = step.then(rules.get(i), work);
      step.hit.ifPresent(hits::add);
    }
    return new Flow(hits, step.denied, step.open.plus(step.passed, work));
  }

  private Flow read(List<ClassRule> rules) {
    List<Flow.Hit> hits = new ArrayList<>();
    Step step = start;
    for (int i = 0; i < rules.size(); i++) {
      ClassRule rule = rules.get(i);
      Step next = step.next.get(rule.order());
      if (next == null) {
        next = step.then(rule, work);
        if (i < SHARED) {
          step.next.put(rule.order(), next);
        }
      }
      next.hit.ifPresent(hits::add);
      step = next;
    }
    return new Flow(hits, step.denied, step.open.plus(step.passed, work));
  }

  /** Where packets are after some rules. */
  private static final class Step {

    private final int tier;
    private final Optional<Flow.Hit> hit;
    private final Cubes open;
    private final Cubes passed;
    private final Cubes denied;
    private final Map<Integer, Step> next = new HashMap<>();

    /**
     * After the rule that {@code hit} is of.
     *
     * @param open what the next rule of the tier is asked about
     * @param passed what only the next tier is asked about
     */
    Step(int tier, Optional<Flow.Hit> hit, Cubes open, Cubes passed, Cubes denied) {
      this.tier = tier;
      this.hit = hit;
      this.open = open;
      this.passed = passed;
      this.denied = denied;
    }

    Step then(ClassRule rule, Work work) {
      work.spend(1);
      boolean sameTier = rule.tier() == tier;
      Cubes asked = sameTier ? open : open.plus(passed, work);
      Cubes aside = sameTier ? passed : Cubes.NONE;
      Cube box = Cube.of(rule.box());
      Cubes held = asked.intersect(box, work);
      if (held.isEmpty()) {
        return new Step(rule.tier(), Optional.empty(), asked, aside, denied);
      }
      Action action = rule.rule().action();
      return new Step(
          rule.tier(),
          Optional.of(new Flow.Hit(rule, held)),
          action == Action.LOG ? asked : asked.minus(box, work),
          action == Action.PASS ? aside.plus(held, work) : aside,
          action == Action.DENY ? denied.plus(held, work) : denied);
    }
  }
}
