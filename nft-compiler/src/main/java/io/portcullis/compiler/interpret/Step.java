package io.portcullis.compiler.interpret;

import io.portcullis.compiler.Place;
import io.portcullis.netlink.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * A rule that ran to its end, or that at least looked something up.
 *
 * @param place where it stands
 * @param completed whether no expression broke it off
 * @param sets what it looked up, in order
 */
public record Step(Place place, boolean completed, List<Consulted> sets) {

  public Step {
    sets = List.copyOf(sets);
  }

  /**
   * A set or map that was asked.
   *
   * @param set its name
   * @param key of the element that held what was looked for, its first key if it is a range; empty
   *     if none did, or if it was the catch-all one
   * @param found whether there was such an element
   */
  public record Consulted(String set, Optional<Bytes> key, boolean found) {}
}
