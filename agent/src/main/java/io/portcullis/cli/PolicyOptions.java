package io.portcullis.cli;

import io.portcullis.agent.Configuration;
import io.portcullis.agent.ConfigurationReader;
import io.portcullis.agent.Desired;
import io.portcullis.agent.HostLinks;
import io.portcullis.agent.NodeName;
import io.portcullis.agent.PolicyFiles;
import io.portcullis.agent.Resolved;
import io.portcullis.compiler.lint.Session;
import io.portcullis.policy.resolve.HostLink;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every command takes that reads policy: which node, with which links, configured how. */
final class PolicyOptions {

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description = "The node whose host endpoints count (default: this host's name).")
  private Optional<String> node = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration; docs/configuration.md has its keys.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--link",
      paramLabel = "NAME[=ADDRESS,...]",
      converter = LinkConverter.class,
      description = "A link of the node, if it is not this host's that count. May be repeated.")
  private List<HostLink> links = List.of();

  private Optional<Configuration> read = Optional.empty();

  /**
   * Refuses these options where it is the agent that is asked.
   *
   * @throws RuntimeException as told, if one of them is given
   */
  void onlyWithFiles(Misuse misuse) {
    if (node.isPresent() || config.isPresent() || !links.isEmpty()) {
      throw misuse.because("--node, --config and --link go with -f: an agent has its own");
    }
  }

  Configuration configuration() {
    if (read.isEmpty()) {
      read = Optional.of(config.map(ConfigurationReader::read).orElse(Configuration.defaults()));
    }
    return read.get();
  }

  String node() {
    return node.or(() -> configuration().nodeName()).orElseGet(NodeName::ofHost);
  }

  List<HostLink> links() {
    return links.isEmpty() ? HostLinks.read() : links;
  }

  /** Reads and compiles policy. */
  Desired desired(List<Path> files) {
    return Desired.of(resolved(files));
  }

  /** Reads policy, and looks it through. */
  Resolved resolved(List<Path> files) {
    List<Session> sessions = OwnSession.find().stream().toList();
    return Resolved.of(
        PolicyFiles.read(files), node(), links(), configuration().dataplane(), sessions);
  }
}
