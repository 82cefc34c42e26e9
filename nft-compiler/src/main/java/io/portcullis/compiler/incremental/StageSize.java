package io.portcullis.compiler.incremental;

import io.portcullis.compiler.model.ClassRule;
import io.portcullis.compiler.model.Stage;
import io.portcullis.compiler.model.StagePlan;
import io.portcullis.policy.address.AddressSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How large a stage is, as written and as it stands in maps, kept up to date when boxes change. It
 * is what {@link StagePlan} counts, or more.
 */
final class StageSize {

  /** Sets of more ranges than these are not weighed again, but taken to be as heavy as ranges. */
  private static final int MANY = 2048;

  private final Map<AddressSet, Integer> sets = new HashMap<>();

  /** Of sets that were weighed and are in use. */
  private final Map<AddressSet, Integer> weights = new HashMap<>();

  private Stage stage;

  StageSize(Stage stage) {
    this.stage = stage;
    for (ClassRule box : stage.boxes()) {
      note(box.box().source(), 1, sets);
      if (!box.box().destination().isAll()) {
        note(box.box().destination(), 1, sets);
      }
    }
  }

  /** Nothing that changes, so far. */
  Change change() {
    return new Change(weights);
  }

  /** What changes: boxes, and the classes in which they are. */
  static final class Change {

    private final Map<AddressSet, Integer> known;
    private final Map<AddressSet, Integer> weighed = new HashMap<>();

    private final List<AddressSet> fewer = new ArrayList<>();
    private final List<AddressSet> more = new ArrayList<>();
    private long written;
    private long portFirst;

    private Change(Map<AddressSet, Integer> known) {
      this.known = known;
    }

    /** To weigh a set takes longer than all else about it; each is weighed once. */
    private long weight(AddressSet set) {
      if (set.rangeCount() > MANY) {
        return set.rangeCount();
      }
      Integer before = known.get(set);
      return before != null
          ? before
          : Objects.requireNonNull(weighed.computeIfAbsent(set, StagePlan::weight));
    }

    /**
     * A box that goes, comes, or has other sources.
     *
     * @param classes that it is in and stays in
     */
    void rule(Optional<ClassRule> before, Optional<ClassRule> after, long classes) {
      before.ifPresent(rule -> fewer.add(rule.box().source()));
      after.ifPresent(rule -> more.add(rule.box().source()));
      written += after.map(Change::written).orElse(0L) - before.map(Change::written).orElse(0L);
      if (before.isPresent() && after.isPresent()) {
        portFirst +=
            classes * (weight(after.get().box().source()) - weight(before.get().box().source()));
      }
    }

    private static long written(ClassRule rule) {
      return 1L + rule.box().destinationPorts().ranges().size();
    }

    /**
     * A class that goes or comes.
     *
     * @param sign 1 if it comes, -1 if it goes
     * @param services of it, each of which may part a range of others
     */
    void uses(List<ClassRule> boxes, int sign, int services) {
      for (ClassRule box : boxes) {
        portFirst += sign * weight(box.box().source());
      }
      portFirst += 2L * services;
    }
  }

  /** The stage with its sizes of after; its boxes are those it began with. */
  Stage with(Change change) {
    Map<AddressSet, Integer> counts = new HashMap<>();
    long input = stage.input() + change.written;
    for (AddressSet set : change.fewer) {
      input -= uses(counts, set, -1) == 0 ? change.weight(set) : 0;
    }
    for (AddressSet set : change.more) {
      input += uses(counts, set, 1) == 1 ? change.weight(set) : 0;
    }
    long portFirst = Math.max(0, stage.portFirst() + change.portFirst);
    return new Stage(stage.kind(), stage.boxes(), input, portFirst, stage.sourceFirst());
  }

  private int uses(Map<AddressSet, Integer> more, AddressSet set, int change) {
    int changed = note(set, change, more);
    return set.rangeCount() > MANY ? changed : sets.getOrDefault(set, 0) + changed;
  }

  /** Goes on to what {@link #with} gave for a change. */
  void become(Stage next, Change change) {
    change.fewer.forEach(set -> note(set, -1, sets));
    change.more.forEach(set -> note(set, 1, sets));
    weights.putAll(change.weighed);
    change.fewer.stream()
        .filter(set -> sets.getOrDefault(set, 0) == 0)
        .forEach(
            set -> {
              sets.remove(set);
              weights.remove(set);
            });
    stage = next;
  }

  /** Notes one use more or less, and says how many there are; large sets are taken to differ. */
  private static int note(AddressSet set, int change, Map<AddressSet, Integer> counts) {
    return set.rangeCount() > MANY
        ? Math.max(0, change)
        : counts.merge(set, change, (one, other) -> one + other);
  }
}
