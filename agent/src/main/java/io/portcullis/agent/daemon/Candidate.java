package io.portcullis.agent.daemon;

import io.portcullis.agent.Desired;
import io.portcullis.agent.Proven;
import io.portcullis.policy.effective.DataplaneSettings;

/**
 * What became of some inputs, compiled and proven.
 *
 * @param inputs it came from
 * @param desired policy and ruleset
 * @param proven the same, for the kernel
 */
record Candidate(Inputs inputs, Desired desired, Proven proven) {

  /**
   * Compiles and proves.
   *
   * @throws io.portcullis.agent.AgentException with what is wrong
   */
  static Candidate of(Inputs inputs, String node, DataplaneSettings settings) {
    Desired desired = Desired.of(inputs.texts(), node, inputs.links(), settings);
    return new Candidate(inputs, desired, Proven.of(desired.compiled()));
  }
}
