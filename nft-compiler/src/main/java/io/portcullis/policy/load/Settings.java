package io.portcullis.policy.load;

import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.effective.DataplaneSettings;
import java.util.Optional;

/**
 * What a configuration says, as docs/configuration.md has it.
 *
 * @param dataplane how the kernel is programmed
 * @param policyDir where policy is
 * @param nodeName which node this is
 * @param daemon how the agent runs
 * @param api how it is talked to
 */
public record Settings(
    DataplaneSettings dataplane,
    Optional<Placed> policyDir,
    Optional<String> nodeName,
    DaemonSettings daemon,
    ApiSettings api) {

  /**
   * A text that only its reader can judge, and where it stands.
   *
   * @param text as written
   * @param position of it
   */
  public record Placed(String text, SourcePosition position) {}
}
