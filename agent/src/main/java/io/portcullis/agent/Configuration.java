package io.portcullis.agent;

import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.ApiSettings;
import io.portcullis.policy.load.DaemonSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The configuration file, as documented in docs/configuration.md.
 *
 * @param dataplane how the kernel is programmed
 * @param policyDir where policy is, if {@code --policy-dir} does not say
 * @param nodeName which node this is, if {@code --node} does not say
 * @param daemon how the agent runs
 * @param api how it is talked to
 */
public record Configuration(
    DataplaneSettings dataplane,
    Optional<Path> policyDir,
    Optional<String> nodeName,
    DaemonSettings daemon,
    ApiSettings api) {

  /** With the control API as it is by default. */
  public Configuration(
      DataplaneSettings dataplane,
      Optional<Path> policyDir,
      Optional<String> nodeName,
      DaemonSettings daemon) {
    this(dataplane, policyDir, nodeName, daemon, ApiSettings.defaults());
  }

  /** What applies without a configuration file. */
  public static Configuration defaults() {
    return new Configuration(
        DataplaneSettings.defaults(),
        Optional.empty(),
        Optional.empty(),
        DaemonSettings.defaults());
  }
}
