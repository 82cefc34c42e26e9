package io.portcullis.agent.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Changes that were accepted, and are answered once the kernel holds them. */
final class Answers {

  /**
   * One.
   *
   * @param changed whether it made a new revision
   */
  record Answer(Change change, boolean changed) {}

  private final List<Answer> all = new ArrayList<>();

  synchronized void add(Collection<Change> changes, boolean changed) {
    changes.forEach(change -> all.add(new Answer(change, changed)));
  }

  /** Gives each to {@code how}, which is called with no lock held. */
  void give(Consumer<Answer> how) {
    List<Answer> taken;
    synchronized (this) {
      taken = List.copyOf(all);
      all.clear();
    }
    taken.forEach(how);
  }
}
