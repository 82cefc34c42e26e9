package io.portcullis.policy.resolve;

import io.portcullis.policy.selector.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Selectors and what each selects, kept while things come and go. Both are indexed by labels: a
 * selector with {@code ==} or {@code in} asks only what has such a label, and a thing is asked only
 * by selectors that it may be for.
 */
final class Selections<T> {

  private final Set<Labelled<T>> all = new LinkedHashSet<>();
  private final Map<Anchor, Set<Labelled<T>>> byLabel = new HashMap<>();
  private final Map<String, Selection<T>> selections = new HashMap<>();
  private final Map<Anchor, Set<Selection<T>>> byAnchor = new HashMap<>();
  private final Set<Selection<T>> anywhere = new LinkedHashSet<>();
  private final Set<Selection<T>> touched = new LinkedHashSet<>();

  /** Adds something, which is selected from now on. */
  void add(Labelled<T> thing) {
    all.add(thing);
    Set<Selection<T>> asked = new LinkedHashSet<>(anywhere);
    for (Map.Entry<String, String> label : thing.labels().entrySet()) {
      for (Anchor anchor : anchors(label)) {
        byLabel.computeIfAbsent(anchor, key -> new LinkedHashSet<>()).add(thing);
        asked.addAll(byAnchor.getOrDefault(anchor, Set.of()));
      }
    }
    for (Selection<T> selection : asked) {
      if (selection.selector().matches(thing.labels())) {
        selection.add(thing);
        thing.selectedBy().add(selection);
        touched.add(selection);
      }
    }
  }

  /** Removes something that was added. */
  void remove(Labelled<T> thing) {
    all.remove(thing);
    for (Map.Entry<String, String> label : thing.labels().entrySet()) {
      for (Anchor anchor : anchors(label)) {
        remove(byLabel, anchor, thing);
      }
    }
    for (Selection<T> selection : thing.selectedBy()) {
      selection.remove(thing);
      touched.add(selection);
    }
  }

  private static List<Anchor> anchors(Map.Entry<String, String> label) {
    return List.of(
        new Anchor(label.getKey(), Optional.of(label.getValue())),
        new Anchor(label.getKey(), Optional.empty()));
  }

  private static <K, V> void remove(Map<K, Set<V>> index, K key, V value) {
    Set<V> of = index.get(key);
    if (of != null && of.remove(value) && of.isEmpty()) {
      index.remove(key);
    }
  }

  /**
   * What a selector selects, kept up until {@link #release}, which is to be called as often as
   * this. Selectors of one canonical form share it.
   */
  Selection<T> hold(Selector selector) {
    Selection<T> held =
        selections.computeIfAbsent(selector.canonical(), canonical -> register(select(selector)));
    held.hold();
    return held;
  }

  /** What a selector selects now; it is kept up only if somebody holds it. */
  Selection<T> look(Selector selector) {
    Selection<T> held = selections.get(selector.canonical());
    return held != null ? held : select(selector);
  }

  private Selection<T> register(Selection<T> selection) {
    selection
        .anchors()
        .ifPresentOrElse(
            anchors ->
                anchors.forEach(
                    anchor ->
                        byAnchor
                            .computeIfAbsent(anchor, key -> new LinkedHashSet<>())
                            .add(selection)),
            () -> anywhere.add(selection));
    selection.selected().forEach(thing -> thing.selectedBy().add(selection));
    return selection;
  }

  private Selection<T> select(Selector selector) {
    Optional<List<Anchor>> anchors =
        Anchor.of(selector, anchor -> byLabel.getOrDefault(anchor, Set.of()).size());
    List<Labelled<T>> selected = new ArrayList<>();
    for (Labelled<T> thing : candidates(anchors)) {
      if (selector.matches(thing.labels())) {
        selected.add(thing);
      }
    }
    return new Selection<>(selector, anchors, selected);
  }

  private Collection<Labelled<T>> candidates(Optional<List<Anchor>> anchors) {
    if (anchors.isEmpty()) {
      return all;
    }
    if (anchors.get().size() == 1) {
      return byLabel.getOrDefault(anchors.get().get(0), Set.of());
    }
    Set<Labelled<T>> out = new LinkedHashSet<>();
    anchors.get().forEach(anchor -> out.addAll(byLabel.getOrDefault(anchor, Set.of())));
    return out;
  }

  /** One who held a selection does so no longer. */
  void release(Selection<T> selection) {
    if (selection.release()) {
      return;
    }
    selections.remove(selection.selector().canonical());
    selection
        .anchors()
        .ifPresentOrElse(
            anchors -> anchors.forEach(anchor -> remove(byAnchor, anchor, selection)),
            () -> anywhere.remove(selection));
    touched.remove(selection);
    selection.selected().forEach(thing -> thing.selectedBy().remove(selection));
  }

  /** True if any of those that are held selects nothing. */
  boolean anyIdle() {
    return selections.values().stream().anyMatch(selection -> selection.selected().isEmpty());
  }

  /** Those that changed since it was last asked; each is still to be settled. */
  List<Selection<T>> changed() {
    List<Selection<T>> out = new ArrayList<>(touched);
    touched.clear();
    return out;
  }
}
