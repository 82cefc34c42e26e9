package io.portcullis.cli;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.Resolved;
import io.portcullis.compiler.diff.DifferenceText;
import io.portcullis.compiler.diff.PacketDifference;
import io.portcullis.compiler.diff.PolicyComparison;
import io.portcullis.compiler.space.TooMuchWork;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.compare.ResourceChange;
import io.portcullis.policy.compare.ResourceDifference;
import io.portcullis.policy.resolve.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code portcullis diff}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Says how one policy differs from another: in its resources, and in which packets of a node"
          + " it allows and denies.",
      "Changes nothing, and needs no privilege. Exits 0 if they are the same, 1 if they differ, and"
          + " otherwise on an error."
    })
final class DiffCommand implements Callable<Integer>, Progress.TakesLong {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PolicyOptions options = new PolicyOptions();

  @Option(
      names = "--old",
      required = true,
      paramLabel = "PATH",
      description = "The policy to compare with: a file or a directory. May be repeated.")
  private List<Path> old = List.of();

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "PATH",
      description = "The new policy: a file or a directory. May be repeated.")
  private List<Path> files = List.of();

  @Option(
      names = "--attribution",
      description = "Tell also of packets that another rule decides, with the same verdict.")
  private boolean attribution;

  @Option(
      names = "--show",
      paramLabel = "COUNT",
      defaultValue = "20",
      description = "How many regions of each kind to tell of (default: ${DEFAULT-VALUE}).")
  private int show;

  @Mixin private OutputOption output = new OutputOption();

  @Override
  public Integer call() {
    if (show < 1) {
      throw new ParameterException(spec.commandLine(), "--show is a number from 1, not " + show);
    }
    Resolved before = options.resolved(old);
    Resolved after = options.resolved(files);
    List<Finding> findings = after.findings();
    Findings.warn(spec.commandLine().getErr(), findings);
    List<ResourceChange> resources =
        ResourceDifference.between(before.resources(), after.resources());
    PacketDifference packets = packets(before, after);
    output.print(
        () -> DiffTree.of(options.node(), resources, packets, findings, show),
        () -> DiffTree.text(resources, show) + DifferenceText.text(packets, show));
    boolean same = resources.isEmpty() && packets.sameVerdicts() && packets.attributed().isEmpty();
    return same ? ExitCode.OK.number() : ExitCode.DENIED.number();
  }

  private PacketDifference packets(Resolved before, Resolved after) {
    List<Address> own =
        options.links().stream().flatMap(link -> link.addresses().stream()).toList();
    try {
      return PolicyComparison.compare(
          before.policy(), after.policy(), attribution, own, PolicyComparison.DEFAULT_LIMIT);
    } catch (TooMuchWork e) {
      throw new AgentException(
              ExitCode.USAGE,
              "the policies cannot be compared packet by packet: " + e.getMessage(),
              "compare parts of them, or leave --attribution out")
          .causedBy(e);
    }
  }
}
