package io.portcullis.compiler.explain;

import java.util.List;

/**
 * A tier that was asked about a packet.
 *
 * @param tier its name
 * @param rules those that were asked, in order; rules behind a deciding or passing one were not
 */
public record TierStep(String tier, List<RuleStep> rules) {

  public TierStep {
    rules = List.copyOf(rules);
  }
}
