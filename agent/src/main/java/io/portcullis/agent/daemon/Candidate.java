package io.portcullis.agent.daemon;

import io.portcullis.agent.Desired;
import io.portcullis.agent.Proven;
import io.portcullis.agent.Resolved;
import io.portcullis.agent.Workshop;
import java.util.Optional;

/**
 * What became of some inputs, compiled and proven.
 *
 * @param inputs it came from
 * @param desired policy and ruleset
 * @param proven the same, for the kernel
 */
record Candidate(Inputs inputs, Desired desired, Proven proven) {

  /**
   * Compiles and proves; what comes out the same as before is taken from there.
   *
   * @param workshop that makes all candidates
   * @param before what was right before
   * @throws io.portcullis.agent.AgentException with what is wrong
   */
  static Candidate of(Inputs inputs, Workshop workshop, Optional<Candidate> before) {
    Resolved resolved = workshop.resolve(inputs.texts(), inputs.links());
    // Links come and go with every pod, and most are nothing to policy.
    Optional<Proven> same =
        before
            .map(Candidate::proven)
            .filter(known -> known.compiled().policy().equals(resolved.policy()));
    if (same.isPresent()) {
      return new Candidate(inputs, new Desired(same.get().compiled(), resolved), same.get());
    }
    Proven proven = workshop.compile(resolved.policy());
    return new Candidate(inputs, new Desired(proven.compiled(), resolved), proven);
  }

  /** Whether the kernel is to hold the same. */
  boolean sameInKernel(Candidate other) {
    return proven == other.proven;
  }
}
