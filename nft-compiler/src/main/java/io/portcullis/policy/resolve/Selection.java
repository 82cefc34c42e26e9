package io.portcullis.policy.resolve;

import io.portcullis.policy.selector.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a selector selects as things stand, and how that changed since somebody last looked. */
final class Selection<T> {

  private final Selector selector;
  private final Optional<List<Anchor>> anchors;
  private final List<Labelled<T>> selected;
  private final List<Labelled<T>> come = new ArrayList<>();
  private final List<Labelled<T>> gone = new ArrayList<>();
  private int holders;

  /**
   * Starts with what is selected now.
   *
   * @param anchors where {@link Selections} finds it; empty if among those that are always asked
   */
  Selection(Selector selector, Optional<List<Anchor>> anchors, List<Labelled<T>> selected) {
    this.selector = selector;
    this.anchors = anchors;
    this.selected = selected;
  }

  Selector selector() {
    return selector;
  }

  Optional<List<Anchor>> anchors() {
    return anchors;
  }

  /** In no order that matters. */
  List<Labelled<T>> selected() {
    return selected;
  }

  /** Added since {@link #settle}. */
  List<Labelled<T>> come() {
    return come;
  }

  /** Removed since {@link #settle}. */
  List<Labelled<T>> gone() {
    return gone;
  }

  void settle() {
    come.clear();
    gone.clear();
  }

  void add(Labelled<T> thing) {
    selected.add(thing);
    come.add(thing);
  }

  void remove(Labelled<T> thing) {
    int last = selected.size() - 1;
    int at = selected.indexOf(thing);
    selected.set(at, selected.get(last));
    selected.remove(last);
    gone.add(thing);
  }

  void hold() {
    holders++;
  }

  /** False if nobody is left who holds it. */
  boolean release() {
    return --holders > 0;
  }
}
