package io.portcullis.agent.daemon;

import java.time.Duration;
import java.util.Optional;

/**
 * What the daemon knows of itself; each change makes a new one.
 *
 * @param revision counts the policies that the kernel came to hold; 0 before the first
 * @param generation of the kernel's nf_tables when it was last seen to hold it; 0 before the first
 * @param repairs how often somebody else's change of our table was undone
 * @param problem why policy as it stands now is not what the kernel holds; empty if it is
 * @param staleSince by {@link System#nanoTime}, since when there is a problem; 0 if there is none
 * @param proof of what the kernel holds; empty before the first
 * @param drift the last change that was undone, if there was one
 */
public record Status(
    long revision,
    long generation,
    long repairs,
    Optional<String> problem,
    long staleSince,
    Optional<LastProof> proof,
    Optional<Drift> drift) {

  /** Of a daemon that starts. */
  static Status begin() {
    return new Status(
        0,
        0,
        0,
        Optional.of("not programmed yet"),
        System.nanoTime(),
        Optional.empty(),
        Optional.empty());
  }

  /** The kernel holds the last policy that was right; {@code wrong} if a newer one is not. */
  Status holds(
      long newRevision,
      long newGeneration,
      LastProof proven,
      long newRepairs,
      Optional<Drift> last,
      Optional<String> wrong) {
    return new Status(
        newRevision, newGeneration, newRepairs, wrong, since(wrong), Optional.of(proven), last);
  }

  Status fails(String message) {
    Optional<String> why = Optional.of(message);
    return new Status(revision, generation, repairs, why, since(why), proof, drift);
  }

  private long since(Optional<String> why) {
    return why.isEmpty() ? 0 : problem.isPresent() ? staleSince : System.nanoTime();
  }

  /** For how long the kernel has not held the policy that the sources have now. */
  public Duration stale() {
    return ready() ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - staleSince);
  }

  /** Whether the kernel holds the policy that the files have now. */
  public boolean ready() {
    return problem.isEmpty();
  }
}
