package io.portcullis.policy.resolve;

import io.portcullis.policy.effective.NodePolicy;
import java.util.List;

/**
 * What applies on a node, and what somebody should look at.
 *
 * @param policy to be enforced
 * @param findings in no order that matters
 */
public record Resolution(NodePolicy policy, List<Finding> findings) {

  public Resolution {
    findings = List.copyOf(findings);
  }
}
