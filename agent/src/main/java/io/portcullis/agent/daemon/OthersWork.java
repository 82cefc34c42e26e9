package io.portcullis.agent.daemon;

import io.portcullis.agent.Restoring.Restored;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What somebody else did to our table and what was made again since the kernel was last brought to
 * policy, told from our own commits. Belongs to the reconciler's thread.
 */
final class OthersWork {

  /** So many of our own commits are told from others', which is more than can wait to be seen. */
  private static final int OWN = 1024;

  /** So much is remembered while the kernel refuses to be brought to policy. */
  private static final int KEPT = 64;

  private final KernelWatch watch;
  private final Set<Long> own = new LinkedHashSet<>();
  private final List<ForeignChange> changes = new ArrayList<>();
  private final List<Restored> restored = new ArrayList<>();

  OthersWork(KernelWatch watch) {
    this.watch = watch;
  }

  /**
   * What was heard.
   *
   * @param changes how many by others
   * @param missed whether there may have been more
   */
  record Heard(int changes, boolean missed) {}

  /** Takes what the kernel told since the last time. */
  Heard hear() {
    KernelWatch.Seen seen = watch.take();
    seen.restored().forEach(made -> remember(made.generation()));
    restored.addAll(seen.restored());
    List<ForeignChange> others =
        seen.changes().stream().filter(change -> !own.remove(change.generation())).toList();
    changes.addAll(others);
    keepLast(restored);
    keepLast(changes);
    return new Heard(others.size(), seen.missed());
  }

  private static void keepLast(List<?> seen) {
    seen.subList(0, Math.max(0, seen.size() - KEPT)).clear();
  }

  /** A commit of our own made this generation. */
  void remember(long made) {
    own.add(made);
    if (own.size() > OWN) {
      own.remove(own.iterator().next());
    }
  }

  /** Whether no change by others is known of. */
  boolean isNone() {
    return changes.isEmpty();
  }

  /** Whether a change by others is known that the kernel had at a generation. */
  boolean changed(long generation) {
    return changes.stream().anyMatch(change -> !isAfter(change.generation(), generation));
  }

  /** How many operations made again what the kernel was found to hold at a generation. */
  int restored(long generation) {
    return restored.stream()
        .filter(made -> !isAfter(made.generation(), generation))
        .mapToInt(Restored::operations)
        .sum();
  }

  /** The kernel was found to hold policy, or brought to it: what came later remains. */
  void settle(long generation) {
    restored.removeIf(made -> !isAfter(made.generation(), generation));
    changes.removeIf(change -> !isAfter(change.generation(), generation));
  }

  /** Of generations, which begin anew after 32 bits. */
  private static boolean isAfter(long generation, long other) {
    return (int) (generation - other) > 0;
  }

  /** The last of what others did. */
  Optional<ForeignChange> last() {
    return changes.isEmpty() ? Optional.empty() : Optional.of(changes.get(changes.size() - 1));
  }

  /** Who did what, in words. */
  @Override
  public String toString() {
    return changes.isEmpty()
        ? "somebody"
        : changes.stream().map(ForeignChange::toString).collect(Collectors.joining("; "));
  }
}
