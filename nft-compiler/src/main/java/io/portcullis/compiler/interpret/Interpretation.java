package io.portcullis.compiler.interpret;

import io.portcullis.compiler.Place;
import java.util.List;

/**
 * What a ruleset did with one packet.
 *
 * @param dropped whether the packet goes no further
 * @param path the rules that no expression broke off, in order
 * @param counters the counters that counted it, in order
 */
public record Interpretation(boolean dropped, List<Place> path, List<CounterHit> counters) {

  public Interpretation {
    path = List.copyOf(path);
    counters = List.copyOf(counters);
  }
}
