package io.portcullis.compiler.proof;

import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.packet.Packet;

/**
 * A packet with which a ruleset does not do what policy says.
 *
 * @param packet the packet
 * @param expected what policy says
 * @param dropped whether the ruleset drops it
 * @param outcome which decision the ruleset's last rule stands for, and what was logged; for people
 * @param path the rules that it went through; for people
 */
public record CounterExample(
    Packet packet, Decision expected, boolean dropped, String outcome, String path) {

  /** Both answers, on a line each. */
  @Override
  public String toString() {
    return packet
        + "\n  policy:  "
        + (expected.drops() ? "drop" : "accept")
        + ", "
        + expected
        + "\n  ruleset: "
        + (dropped ? "drop" : "accept")
        + ", "
        + outcome
        + ", by "
        + path;
  }
}
