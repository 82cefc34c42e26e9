package io.portcullis.agent.daemon;

import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resolve.HostLink;
import java.util.List;

/**
 * All that a ruleset depends on besides configuration: two of these that are equal give the same.
 *
 * @param texts of policy
 * @param links of the host
 */
record Inputs(List<SourceText> texts, List<HostLink> links) {

  Inputs {
    texts = List.copyOf(texts);
    links = List.copyOf(links);
  }
}
