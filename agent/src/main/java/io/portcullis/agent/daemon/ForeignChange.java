package io.portcullis.agent.daemon;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A commit that did something to our table, by whomever.
 *
 * @param generation that it made
 * @param process id, in the machine's first process namespace, if the kernel says
 * @param processName its {@code comm}, if the kernel says; without control characters, which
 *     anybody may put there
 * @param what it did, such as {@code rule added}, each once
 */
record ForeignChange(
    long generation, OptionalInt process, Optional<String> processName, Set<String> what) {

  ForeignChange {
    what = Set.copyOf(what);
    processName = processName.map(name -> name.replaceAll("\\p{Cntrl}", "?"));
  }

  /** Who it was, in words. */
  String who() {
    String name = processName.orElse("somebody");
    return process.isPresent() ? name + " (process " + process.getAsInt() + ")" : name;
  }

  /** Who did what, in words. */
  @Override
  public String toString() {
    return who() + ": " + String.join(", ", what.stream().sorted().toList());
  }
}
