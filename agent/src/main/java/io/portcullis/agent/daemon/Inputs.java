package io.portcullis.agent.daemon;

import io.portcullis.agent.HostLinks;
import io.portcullis.agent.PolicyFiles;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resolve.HostLink;
import java.nio.file.Path;
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

  /**
   * The same policy, and the links as they are now.
   *
   * @throws io.portcullis.agent.AgentException if they cannot be read
   */
  Inputs withLinksAsTheyAre() {
    return new Inputs(texts, HostLinks.read());
  }

  /**
   * Reads them as they are now.
   *
   * @throws io.portcullis.agent.AgentException if they cannot be read
   */
  static Inputs read(Path directory) {
    return new Inputs(PolicyFiles.read(List.of(directory)), HostLinks.read());
  }
}
