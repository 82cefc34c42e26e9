package io.portcullis.cli;

import io.portcullis.agent.Desired;
import io.portcullis.agent.ExitCode;
import io.portcullis.compiler.explain.Explainer;
import io.portcullis.compiler.explain.Explanation;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code portcullis explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Says which policy, rule, file and line decide a packet.",
      "Exits 0 if it is allowed or continues, 1 if it is denied, 2 on an error."
    })
final class ExplainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PolicyOptions options = new PolicyOptions();
  @Mixin private PacketOptions packet = new PacketOptions();

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "PATH",
      description = "Policy: a file or a directory. May be repeated.")
  private List<Path> files = List.of();

  @Option(
      names = {"-o", "--output"},
      description = "text or json.",
      defaultValue = "text")
  private Format format = Format.TEXT;

  @Override
  public Integer call() {
    Desired desired = options.desired(files);
    Findings.warn(spec.commandLine().getErr(), desired.findings());
    Explanation explanation =
        Explainer.explain(desired.compiled(), packet.packet(spec.commandLine(), options.links()));
    spec.commandLine()
        .getOut()
        .print(format == Format.JSON ? Json.text(explanation.toTree()) : explanation.text());
    spec.commandLine().getOut().flush();
    return explanation.decision().drops() ? ExitCode.DENIED.number() : ExitCode.OK.number();
  }
}
