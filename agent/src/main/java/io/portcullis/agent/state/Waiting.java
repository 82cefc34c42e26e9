package io.portcullis.agent.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Changes that wait for the reconciler, in the order in which they came. Bounded in number and in
 * size: what would be more is refused at once. Has a lock of its own, so that nobody who asks for a
 * change waits for a disk.
 */
final class Waiting {

  /** Changes that may wait. */
  static final int MOST = 1024;

  /** Characters of policy that may wait: two of the largest requests. */
  static final long MOST_SIZE = 64L << 20;

  private final List<Change> changes = new ArrayList<>();
  private long size;
  private boolean closed;

  /**
   * Takes one.
   *
   * @throws Refusal if there are too many, or none are taken any more
   */
  synchronized void add(Change change) {
    if (closed) {
      throw Refusals.ending();
    }
    if (changes.size() >= MOST || (size > 0 && size + change.size() > MOST_SIZE)) {
      forgetDone();
    }
    if (changes.size() >= MOST || (size > 0 && size + change.size() > MOST_SIZE)) {
      throw Refusals.busy(changes.size());
    }
    changes.add(change);
    size += change.size();
  }

  /** All that wait, without those that were taken back. */
  synchronized List<Change> all() {
    forgetDone();
    return List.copyOf(changes);
  }

  private void forgetDone() {
    changes.removeIf(change -> change.done().isDone());
    count();
  }

  private void count() {
    size = changes.stream().mapToLong(Change::size).sum();
  }

  synchronized boolean isEmpty() {
    return changes.isEmpty();
  }

  /** These wait no longer. */
  synchronized void remove(Collection<Change> some) {
    if (!some.isEmpty()) {
      Set<Change> gone = Collections.newSetFromMap(new IdentityHashMap<>());
      gone.addAll(some);
      changes.removeIf(gone::contains);
      count();
    }
  }

  /** Takes no more; what waited. */
  synchronized List<Change> close() {
    closed = true;
    List<Change> left = List.copyOf(changes);
    changes.clear();
    return left;
  }
}
