package io.portcullis.agent.daemon;

import java.util.Optional;

/**
 * What the daemon knows of itself; each change makes a new one.
 *
 * @param revision counts the policies that the kernel came to hold; 0 before the first
 * @param generation of the kernel's nf_tables when it was last seen to hold it; 0 before the first
 * @param repairs how often somebody else's change of our table was undone
 * @param problem why policy as it stands now is not what the kernel holds; empty if it is
 */
public record Status(long revision, long generation, long repairs, Optional<String> problem) {

  static final Status NEW = new Status(0, 0, 0, Optional.of("not programmed yet"));

  /** The kernel holds the last policy that was right; {@code wrong} if a newer one is not. */
  Status holds(long newRevision, long newGeneration, long newRepairs, Optional<String> wrong) {
    return new Status(newRevision, newGeneration, newRepairs, wrong);
  }

  Status fails(String message) {
    return new Status(revision, generation, repairs, Optional.of(message));
  }

  /** Whether the kernel holds the policy that the files have now. */
  public boolean ready() {
    return problem.isEmpty();
  }
}
