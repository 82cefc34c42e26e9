package io.portcullis.compiler.proof;

import io.portcullis.compiler.ElementOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the record of what elements stand for became another one.
 *
 * @param gone what is no longer in it
 * @param come what is in it now
 */
@SuppressWarnings("ReferenceEquality") // What is the same object need not be compared.
record ElementRoles(List<ElementOutcome> gone, List<ElementOutcome> come) {

  /**
   * What changed. What stands for a rule that went may go: where it decided, packets are gone over.
   * Everything else has to stay as it was for packets that are not.
   *
   * @param gone rules that no policy has any longer
   * @return empty if it is more than that
   */
  static Optional<ElementRoles> between(
      List<ElementOutcome> before, List<ElementOutcome> after, Set<RuleChange.Key> gone) {
    List<ElementOutcome> goes = new ArrayList<>();
    List<ElementOutcome> comes = new ArrayList<>();
    int next = 0;
    for (ElementOutcome outcome : before == after ? List.<ElementOutcome>of() : before) {
      boolean there = next < after.size();
      if (there && (outcome == after.get(next) || outcome.equals(after.get(next)))) {
        next++;
        continue;
      }
      goes.add(outcome);
      if (there && outcome.comment().equals(after.get(next).comment())) {
        comes.add(after.get(next++));
      }
    }
    if (before != after) {
      comes.addAll(after.subList(next, after.size()));
    }
    boolean all =
        goes.stream()
            .allMatch(
                o ->
                    RuleChange.action(o.reason())
                        .flatMap(a -> o.rule().map(rule -> new RuleChange.Key(rule, a)))
                        .filter(gone::contains)
                        .isPresent());
    Set<String> comments = new HashSet<>();
    boolean once = comes.stream().allMatch(o -> comments.add(o.comment()));
    return all && once ? Optional.of(new ElementRoles(goes, comes)) : Optional.empty();
  }

  boolean isEmpty() {
    return gone.isEmpty() && come.isEmpty();
  }
}
