package io.portcullis.compiler.incremental;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What changes in maps, as it is found: what may come in any order, and what may not. */
final class Touches {

  /** When, with regard to all that has no place of its own. */
  enum When {
    /** A batch before. */
    BEFORE,
    /** In the first batch. */
    FIRST,
    /** A batch after, when no packet is left that saw what was before. */
    AFTER
  }

  private static final List<Prefix> ALL =
      List.of(
          new Prefix(new Address(Family.V4, 0, 0), 0), new Prefix(new Address(Family.V6, 0, 0), 0));

  private final List<Touch> sources = new ArrayList<>();
  private final Map<Touch, When> placed = new LinkedHashMap<>();
  private final Map<ServiceTouch, When> services = new LinkedHashMap<>();
  private final List<ServiceTouch> turns = new ArrayList<>();

  /** Sources in a class that packets get to before and after. */
  void add(Touch touch) {
    sources.add(touch);
  }

  /** Sources that packets get to only before or only after. */
  void add(Touch touch, When when) {
    placed.put(touch, when);
  }

  void add(ServiceTouch touch, When when) {
    services.put(touch, when);
  }

  /**
   * A service that packets look up after the sources of {@link #add(Touch)}.
   *
   * @param same whether its packets come to what they came to before
   */
  void add(ServiceTouch touch, boolean same) {
    if (same) {
      services.put(touch, When.FIRST);
    } else {
      turns.add(touch);
    }
  }

  /** The sources of all packets that may meet any of it. */
  List<Prefix> prefixes() {
    if (!services.isEmpty() || !turns.isEmpty()) {
      return ALL;
    }
    return Stream.concat(sources.stream(), placed.keySet().stream()).map(Touch::prefix).toList();
  }

  /** Puts all of it into batches; false if that cannot be done. */
  boolean into(Elements elements) {
    Optional<Batches> batches = Batches.of(sources, !turns.isEmpty());
    // A service that comes or goes may have been, or be, of a class that is no service's own.
    boolean edits = !services.isEmpty() || !turns.isEmpty();
    boolean two = edits && sources.stream().anyMatch(t -> t.use().way().isEmpty());
    if (batches.isEmpty() || two) {
      return false;
    }
    boolean before = placed.containsValue(When.BEFORE) || services.containsValue(When.BEFORE);
    int first = before ? 1 : 0;
    int after = first + 1 + batches.get().last();
    sources.forEach(touch -> elements.add(touch, first + batches.get().of(touch)));
    turns.forEach(touch -> elements.add(touch, first + batches.get().turn()));
    placed.forEach((touch, when) -> elements.add(touch, at(when, first, after)));
    services.forEach((touch, when) -> elements.add(touch, at(when, first, after)));
    return true;
  }

  private static int at(When when, int first, int after) {
    return switch (when) {
      case BEFORE -> 0;
      case FIRST -> first;
      case AFTER -> after;
    };
  }
}
