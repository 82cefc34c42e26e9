package io.portcullis.cli;

import io.portcullis.agent.Desired;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.layout.Choice;
import io.portcullis.compiler.render.NftText;
import io.portcullis.policy.resolve.Finding;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code portcullis compile}. */
@Command(
    name = "compile",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  portcullis compile -f policy/ --node node1",
      "  portcullis compile -f policy/ --node node1 --explain-layout",
      "  portcullis compile -f policy/ --link eth0=192.0.2.11 -o json"
    },
    description = "Prints what the agent would send for a policy. Needs no privilege.")
final class CompileCommand implements Callable<Integer>, Progress.TakesLong {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PolicyOptions options = new PolicyOptions();
  @Mixin private FileOptions files = new FileOptions();

  @Mixin private RulesetOutput output = new RulesetOutput();

  @Option(
      names = "--explain-layout",
      description =
          "Instead of the ruleset: stages and maps with their elements, what a packet pays for"
              + " them by the cost model, and what was weighed against them.")
  private boolean explainLayout;

  @Override
  public Integer call() {
    Desired desired = options.desired(files.paths());
    List<Finding> findings = desired.findings();
    Findings.warn(spec.commandLine().getErr(), findings);
    if (explainLayout) {
      List<Choice> choices = PolicyCompiler.layout(desired.compiled().policy());
      output.print(() -> LayoutText.tree(choices), () -> LayoutText.of(choices));
    } else {
      output.print(
          () -> CompiledTree.of(desired, findings),
          () -> NftText.render(desired.compiled().ruleset()));
    }
    return 0;
  }
}
