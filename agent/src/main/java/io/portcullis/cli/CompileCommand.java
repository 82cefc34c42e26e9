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
    description = "Prints what the agent would send for a policy. Needs no privilege.")
final class CompileCommand implements Callable<Integer>, Progress.TakesLong {

  /** {@code -o}. */
  enum As {
    NFT,
    JSON
  }

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PolicyOptions options = new PolicyOptions();
  @Mixin private FileOptions files = new FileOptions();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "nft",
      description = "nft: in nft's syntax. json: with the rule that each verdict stems from.")
  private As as = As.NFT;

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
    spec.commandLine().getOut().print(explainLayout ? layout(desired) : ruleset(desired, findings));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private String ruleset(Desired desired, List<Finding> findings) {
    return as == As.NFT
        ? NftText.render(desired.compiled().ruleset())
        : Json.text(CompiledTree.of(desired, findings));
  }

  private String layout(Desired desired) {
    List<Choice> choices = PolicyCompiler.layout(desired.compiled().policy());
    return as == As.NFT ? LayoutText.of(choices) : Json.text(LayoutText.tree(choices));
  }
}
