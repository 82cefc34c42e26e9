package io.portcullis.compiler.interpret;

import io.portcullis.compiler.Place;
import java.util.List;
import java.util.Optional;

/**
 * What a ruleset did with one packet.
 *
 * @param dropped whether the packet goes no further
 * @param path the rules that no expression broke off, in order
 * @param decider the rule that gave the final verdict; empty if it was the base chain's policy
 * @param comment of the element that gave it, if it was one and has one
 * @param logs the rules that logged it, in order
 * @param counters the counters that counted it, in order
 * @param steps {@code path} in detail: with sets that were asked, and with rules that broke off
 *     after asking one
 */
public record Interpretation(
    boolean dropped,
    List<Place> path,
    Optional<Place> decider,
    Optional<String> comment,
    List<Place> logs,
    List<CounterHit> counters,
    List<Step> steps) {

  public Interpretation {
    path = List.copyOf(path);
    logs = List.copyOf(logs);
    counters = List.copyOf(counters);
    steps = List.copyOf(steps);
  }
}
