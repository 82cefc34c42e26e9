package io.portcullis.compiler.model;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stages of rules that multiply by port and by source, as nested networks with ports of their own
 * do: from the first rule on, each takes as many of the rules that follow as keep the bound. A
 * stage that asks for sources first may be larger here than elsewhere, since nothing else is left
 * but to try rules one after the other; that is what becomes of the rest where there would be too
 * many stages.
 */
final class Runs {

  /** How exactly the end of a stage is sought: to such a part of what is left. */
  private static final int PARTS = 16;

  /**
   * What classes would be without sharing is gone over by the proof; in so many times the size of
   * input and table.
   */
  private static final int PROVEN = 4;

  /** Nothing is sought where each stage left would have to take so many times the widest so far. */
  private static final int HOPE = 3;

  /**
   * Rules of classes that are looked at, all attempts together: some seconds. What would take more,
   * as thousands of rules that share large sets, is left as it is.
   */
  private static final long PATIENCE = 8_000_000;

  private long patience = PATIENCE;
  private final List<ClassRule> boxes;
  private final Family family;
  private final StageBounds bounds;
  private final Weights weights;

  /** Where a stage may begin or end: places between rules, the first and the last included. */
  private final List<Integer> cuts = new ArrayList<>();

  Runs(List<ClassRule> boxes, Family family, StageBounds bounds, Weights weights) {
    this.boxes = boxes;
    this.family = family;
    this.bounds = bounds;
    this.weights = weights;
    boolean passes = false;
    for (int i = 0; i < boxes.size(); i++) {
      boolean sameTier = i > 0 && boxes.get(i).tier() == boxes.get(i - 1).tier();
      passes &= sameTier;
      boolean begins = i == 0 || !StagePlan.sameRule(boxes.get(i), boxes.get(i - 1));
      if (begins && !passes) {
        cuts.add(i);
      }
      passes |= boxes.get(i).rule().action() == Action.PASS;
    }
    cuts.add(boxes.size());
  }

  List<Stage> stages() {
    List<Stage> stages = new ArrayList<>();
    int from = 0;
    int end = cuts.size() - 1;
    int widest = end;
    while (from < end) {
      int left = bounds.mostStages() - stages.size();
      Optional<Stage> rest = stage(from, end);
      if (rest.isPresent() || left == 1 || patience == 0 || end - from > HOPE * left * widest) {
        stages.add(rest.orElse(linear(from, end)));
        return stages;
      }
      int to = longest(from, end);
      stages.add(stage(from, to).orElse(linear(from, to)));
      widest = stages.size() == 1 ? to - from : Math.max(widest, to - from);
      from = to;
    }
    return stages;
  }

  /** The last cut up to which rules from another on keep the bound together, or nearly so. */
  private int longest(int from, int end) {
    int fits = from + 1;
    int tooLong = end;
    while (tooLong - fits > (end - from) / PARTS && tooLong - fits > 1) {
      int middle = (fits + tooLong) >>> 1;
      if (stage(from, middle).isPresent()) {
        fits = middle;
      } else {
        tooLong = middle;
      }
    }
    return fits;
  }

  private Optional<Stage> stage(int from, int to) {
    List<ClassRule> some = boxes.subList(cuts.get(from), cuts.get(to));
    StageSizes sizes = new StageSizes(some, family, weights);
    long input = sizes.input();
    long portFirst = sizes.portFirst();
    if (portFirst <= bounds.of(input)) {
      return Optional.of(
          new Stage(Stage.Kind.PORT_FIRST, some, input, portFirst, Stage.NOT_COUNTED));
    }
    long most = bounds.ofNests(input);
    long bySource = sizes.bySource(Math.min(patience, PROVEN * (input + most)));
    patience -= Math.min(patience, bySource);
    if (patience == 0) {
      return Optional.empty();
    }
    if (bySource <= most) {
      return Optional.of(new Stage(Stage.Kind.SOURCE_FIRST, some, input, portFirst, bySource));
    }
    return bySource > PROVEN * (input + most)
        ? Optional.empty()
        : Nests.fitting(SourceClasses.of(some, family).classes(), family, sizes.leading(), most)
            .map(it -> new Stage(Stage.Kind.NESTS, some, input, portFirst, it.size(), it.step()));
  }

  private Stage linear(int from, int to) {
    List<ClassRule> some = boxes.subList(cuts.get(from), cuts.get(to));
    StageSizes sizes = new StageSizes(some, family, weights);
    return new Stage(Stage.Kind.LINEAR, some, sizes.input(), sizes.portFirst(), Stage.NOT_COUNTED);
  }
}
