package io.portcullis.lab.demo;

import io.portcullis.lab.probe.Answer;
import io.portcullis.policy.effective.Decision;

/**
 * One probe and what became of it.
 *
 * @param question what was asked
 * @param decision what becomes of its packet by the plain reading of the policy that was loaded
 * @param unguarded what the socket saw before policy was loaded
 * @param got what the socket saw under policy
 */
public record Row(Question question, Decision decision, Answer unguarded, Answer got) {

  /** True if the sockets saw what they should, and policy says the same as the hand. */
  public boolean asExpected() {
    return question.guarded().answer().equals(got)
        && question.guarded().agrees(decision)
        && question.unguarded().equals(unguarded);
  }
}
