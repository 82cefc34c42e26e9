package io.portcullis.compiler.model;

import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.IcmpSet;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides a policy's rules into stages, so that nothing multiplies.
 *
 * <p>The bound: entries and rules of a stage are at most as many as {@link StageBounds#DEFAULT}
 * says, where the input counts each box, each port range, and each CIDR or exception of each
 * distinct address set once. Ports that are entered one by one instead of as ranges come on top, at
 * most 4,096 per protocol and stage.
 *
 * <p>How: all rules together, if they keep the bound. Else the rule that multiplies most, together
 * with its neighbours for the same services, becomes a stage of its own, if it is for all ports (a
 * blocklist); what is before it and after it is divided in turn. Where that does not help, sources
 * are asked first. If some rules would be tried one after the other all the same, all are divided
 * anew, by {@link Runs}.
 *
 * <p>A stage begins with a rule, never inside one, so that a Log rule logs once; and never in a
 * tier behind a Pass, which would have to skip what is no longer in its stage. Decision 0006.
 */
public final class StagePlan {

  private final Family family;
  private final StageBounds bounds;
  private final Weights weights = new Weights();
  private final List<Stage> stages = new ArrayList<>();

  private StagePlan(Family family, StageBounds bounds) {
    this.family = family;
    this.bounds = bounds;
  }

  /** The stages of {@code boxes}, which are in order of evaluation; at least one. */
  public static List<Stage> of(List<ClassRule> boxes, Family family, StageBounds bounds) {
    StagePlan plan = new StagePlan(family, bounds);
    plan.divide(boxes, bounds.mostStages());
    List<Stage> stages = List.copyOf(plan.stages);
    if (tried(stages) == 0) {
      return stages;
    }
    List<Stage> others = new Runs(boxes, family, bounds, plan.weights).stages();
    return tried(others) < tried(stages) ? others : stages;
  }

  /** How many boxes are tried one after the other. */
  private static int tried(List<Stage> stages) {
    return stages.stream()
        .filter(stage -> stage.kind() == Stage.Kind.LINEAR)
        .mapToInt(stage -> stage.boxes().size())
        .sum();
  }

  /** The size of all of {@code boxes} as written. */
  public static long input(List<ClassRule> boxes, Family family) {
    return new StageSizes(boxes, family, new Weights()).input();
  }

  /** What an address set contributes to the size of a table: {@link Weights}. */
  public static int weight(AddressSet set) {
    return new Weights().of(set);
  }

  /** Adds stages for {@code boxes}, at most as many as allowed, and says how many. */
  private int divide(List<ClassRule> boxes, int allowed) {
    StageSizes sizes = new StageSizes(boxes, family, weights);
    long input = sizes.input();
    long bound = bounds.of(input);
    long portFirst = sizes.portFirst();
    if (portFirst <= bound) {
      return add(Stage.Kind.PORT_FIRST, boxes, input, portFirst, StageSizes.IMPOSSIBLE);
    }
    if (boxes.isEmpty()) {
      return add(Stage.Kind.PORT_FIRST, boxes, input, portFirst, StageSizes.IMPOSSIBLE);
    }
    int heaviest = heaviest(boxes, sizes);
    boolean broad = boxes.get(heaviest).box().destinationPorts().isAll();
    int[] run = allowed >= 3 ? run(boxes, heaviest) : new int[] {0, boxes.size()};
    boolean whole = run[1] - run[0] == boxes.size();
    long mostSources = bounds.ofSources(input);
    long sourceFirst = sizes.sourceFirst(mostSources);
    if (!whole && (broad || sourceFirst > bound)) {
      int after = run[1] < boxes.size() ? 1 : 0;
      int used = run[0] == 0 ? 0 : divide(boxes.subList(0, run[0]), allowed - 1 - after);
      used += divide(boxes.subList(run[0], run[1]), allowed - used - after);
      return after == 0 ? used : used + divide(boxes.subList(run[1], boxes.size()), allowed - used);
    }
    Stage.Kind kind = sourceFirst <= mostSources ? Stage.Kind.SOURCE_FIRST : Stage.Kind.LINEAR;
    return add(kind, boxes, input, portFirst, sourceFirst);
  }

  private int add(
      Stage.Kind kind, List<ClassRule> boxes, long input, long portFirst, long sourceFirst) {
    stages.add(new Stage(kind, boxes, input, portFirst, sourceFirst));
    return 1;
  }

  private static int heaviest(List<ClassRule> boxes, StageSizes sizes) {
    int heaviest = 0;
    long most = -1;
    for (int i = 0; i < boxes.size(); i++) {
      long extra = sizes.weight(i) * (sizes.classesOf(i) - 1);
      if (extra > most) {
        most = extra;
        heaviest = i;
      }
    }
    return heaviest;
  }

  /** The rules around a box that are for the same services: from, and to before. */
  private static int[] run(List<ClassRule> boxes, int box) {
    List<Integer> starts = ruleStarts(boxes);
    int at = starts.size() - 1;
    while (starts.get(at) > box) {
      at--;
    }
    int from = at;
    int to = at + 1;
    List<Services> services = services(boxes, starts, at);
    while (from > 0 && services(boxes, starts, from - 1).equals(services)) {
      from--;
    }
    while (to < starts.size() && services(boxes, starts, to).equals(services)) {
      to++;
    }
    while (from > 0 && afterPass(boxes, starts.get(from))) {
      from--;
    }
    while (to < starts.size() && afterPass(boxes, starts.get(to))) {
      to++;
    }
    return new int[] {starts.get(from), end(boxes, starts, to)};
  }

  private static int end(List<ClassRule> boxes, List<Integer> starts, int rule) {
    return rule == starts.size() ? boxes.size() : starts.get(rule);
  }

  private static List<Integer> ruleStarts(List<ClassRule> boxes) {
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < boxes.size(); i++) {
      if (i == 0 || !sameRule(boxes.get(i), boxes.get(i - 1))) {
        starts.add(i);
      }
    }
    return starts;
  }

  static boolean sameRule(ClassRule one, ClassRule other) {
    return one.tier() == other.tier() && one.rule().id().equals(other.rule().id());
  }

  private record Services(ProtocolSet protocols, PortSet ports, IcmpSet icmp) {}

  private static List<Services> services(List<ClassRule> boxes, List<Integer> starts, int rule) {
    return boxes.subList(starts.get(rule), end(boxes, starts, rule + 1)).stream()
        .map(r -> new Services(r.box().protocols(), r.box().destinationPorts(), r.box().icmp()))
        .distinct()
        .toList();
  }

  /** True if an earlier rule of the same tier may pass over the one that starts at {@code at}. */
  private static boolean afterPass(List<ClassRule> boxes, int at) {
    int tier = boxes.get(at).tier();
    for (int i = at - 1; i >= 0 && boxes.get(i).tier() == tier; i--) {
      if (boxes.get(i).rule().action() == Action.PASS) {
        return true;
      }
    }
    return false;
  }
}
