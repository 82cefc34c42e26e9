package io.portcullis.policy.resolve;

import io.portcullis.policy.selector.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * A label, maybe with its value, that whatever a selector selects has: by it the few objects that
 * it may select are found without asking all.
 *
 * @param label its name
 * @param value empty if any will do
 */
record Anchor(String label, Optional<String> value) {

  /**
   * One of these is on everything that is selected; empty if that cannot be told, as of {@code !=}.
   *
   * @param size how many objects have an anchor: of what {@code &&} joins, the rarest is taken
   */
  static Optional<List<Anchor>> of(Selector selector, ToIntFunction<Anchor> size) {
    if (selector instanceof Selector.Has has) {
      return Optional.of(List.of(new Anchor(has.label(), Optional.empty())));
    }
    if (selector instanceof Selector.Compare compare) {
      return switch (compare.operator()) {
        case EQUAL ->
            Optional.of(List.of(new Anchor(compare.label(), Optional.of(compare.value()))));
        case CONTAINS, STARTS_WITH, ENDS_WITH ->
            Optional.of(List.of(new Anchor(compare.label(), Optional.empty())));
        case NOT_EQUAL -> Optional.empty();
      };
    }
    if (selector instanceof Selector.In in && !in.negated()) {
      return Optional.of(
          in.values().stream().map(value -> new Anchor(in.label(), Optional.of(value))).toList());
    }
    if (selector instanceof Selector.And and) {
      return rarest(and.operands(), size);
    }
    return selector instanceof Selector.Or or ? any(or.operands(), size) : Optional.empty();
  }

  private static Optional<List<Anchor>> rarest(
      List<Selector> operands, ToIntFunction<Anchor> size) {
    Optional<List<Anchor>> best = Optional.empty();
    long fewest = Long.MAX_VALUE;
    for (Selector operand : operands) {
      Optional<List<Anchor>> of = of(operand, size);
      long count = of.map(all -> all.stream().mapToLong(size::applyAsInt).sum()).orElse(fewest);
      if (count < fewest) {
        fewest = count;
        best = of;
      }
    }
    return best;
  }

  private static Optional<List<Anchor>> any(List<Selector> operands, ToIntFunction<Anchor> size) {
    List<Anchor> all = new ArrayList<>();
    for (Selector operand : operands) {
      Optional<List<Anchor>> of = of(operand, size);
      if (of.isEmpty()) {
        return of;
      }
      all.addAll(of.get());
    }
    return Optional.of(all);
  }
}
