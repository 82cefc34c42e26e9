package io.portcullis.cli;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.Configuration;
import io.portcullis.agent.ConfigurationReader;
import io.portcullis.agent.Desired;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.Failures;
import io.portcullis.agent.HostLinks;
import io.portcullis.agent.NodeName;
import io.portcullis.agent.Panic;
import io.portcullis.agent.PolicyFiles;
import io.portcullis.agent.Programmer;
import io.portcullis.agent.Proven;
import io.portcullis.compiler.lower.NodeLowering;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resolve.HostLink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What {@code panic} does in the kernel itself, where no agent is. */
final class PanicWithoutAgent {

  @Option(
      names = "--no-agent",
      description = "There is no agent: do it in the kernel. closed then takes -f.")
  private boolean wanted;

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "PATH",
      description = "With --no-agent: policy, for its endpoints. May be repeated.")
  private List<Path> files = List.of();

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description = "With --no-agent: whose endpoints (default: this host's name).")
  private Optional<String> node = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "With --no-agent: the agent's configuration, for its failsafes.")
  private Optional<Path> config = Optional.empty();

  boolean wanted() {
    return wanted;
  }

  /** Does it, and says what was done. */
  String run(PanicCommand.How how, ForceOption force) {
    return switch (how) {
      case OPEN -> open();
      case CLOSED -> closed(force);
      case END ->
          throw new AgentException(
              ExitCode.USAGE,
              "without an agent there is nothing to end",
              "start the agent, or load policy with portcullis agent --once");
    };
  }

  private static String open() {
    String name = "table inet " + NodeLowering.TABLE;
    try (NfTables kernel = NfTables.open()) {
      long unused =
          kernel.commit(
              List.of(new NftOperation.DeleteTable(NfFamily.INET, NodeLowering.TABLE)), 0);
      return name + " is gone: nothing is guarded, until an agent starts or policy is loaded";
    } catch (NftException e) {
      if (e.reason() == NftException.Reason.NOT_FOUND) {
        return "there is no " + name + ": nothing is guarded";
      }
      if (e.reason() == NftException.Reason.NOT_PERMITTED && e.operation().isPresent()) {
        throw new AgentException(
                ExitCode.KERNEL_REFUSED,
                name + " belongs to a process, an agent most likely",
                "ask that one, without --no-agent; or end it first")
            .causedBy(e);
      }
      throw Failures.of(e);
    }
  }

  private String closed(ForceOption force) {
    if (files.isEmpty()) {
      throw new AgentException(
          ExitCode.USAGE,
          "without an agent it is not known which links are guarded",
          "give policy with -f PATH");
    }
    Configuration configuration =
        config.map(ConfigurationReader::read).orElse(Configuration.defaults());
    List<SourceText> texts = new ArrayList<>(PolicyFiles.read(files));
    texts.add(new SourceText(Panic.SOURCE + ":" + Panic.CLOSED.document(), Panic.CLOSED.text()));
    String name = node.or(configuration::nodeName).orElseGet(NodeName::ofHost);
    List<HostLink> links = HostLinks.read();
    Desired desired = Desired.of(texts, name, links, configuration.dataplane());
    force.spare(desired, links);
    var unused =
        Programmer.program(Proven.of(desired.compiled()), configuration.daemon().tableOwner());
    long endpoints =
        desired.compiled().policy().interfaces().size()
            + desired.compiled().policy().wildcard().stream().count();
    return endpoints == 0
        ? "node " + name + " has no endpoint: nothing is guarded, and nothing was closed"
        : "closed on "
            + endpoints
            + " endpoints of node "
            + name
            + ", until an agent starts or policy is loaded";
  }
}
