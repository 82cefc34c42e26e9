package io.portcullis.cli;

import io.portcullis.agent.Desired;
import io.portcullis.agent.Proofs;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code portcullis verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Proves that the kernel does with every packet what policy says, or shows one with which it"
          + " does not.",
      "Changes nothing. Exits 0 if it is proven, 9 if not."
    })
final class VerifyCommand implements Callable<Integer>, Progress.TakesLong {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PolicyOptions options = new PolicyOptions();
  @Mixin private FileOptions files = new FileOptions();

  @Mixin private OutputOption output = new OutputOption();

  @Override
  public Integer call() {
    Desired desired = options.desired(files.paths());
    Findings.warn(spec.commandLine().getErr(), desired.findings());
    long regions = Proofs.requireOfKernel(desired.compiled());
    output.print(
        () -> Map.of("proven", true, "regions", regions),
        () -> "node %s: proven, over %d regions of packets%n".formatted(options.node(), regions));
    return 0;
  }
}
