package io.portcullis.agent.daemon;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Somebody else's change of our table, which was undone.
 *
 * @param millis when it was undone, since 1970
 * @param process id, in the machine's first process namespace, if the kernel says
 * @param processName its {@code comm}, if the kernel says, without control characters
 * @param what was done, such as {@code rule added}; empty where only the damage was found
 */
public record Drift(
    long millis, OptionalInt process, Optional<String> processName, Set<String> what) {

  public Drift {
    what = Set.copyOf(what);
  }

  /** By a commit that was told of, if one was. */
  static Drift of(long millis, Optional<ForeignChange> change) {
    return change
        .map(by -> new Drift(millis, by.process(), by.processName(), by.what()))
        .orElseGet(() -> new Drift(millis, OptionalInt.empty(), Optional.empty(), Set.of()));
  }
}
