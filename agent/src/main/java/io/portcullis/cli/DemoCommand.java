package io.portcullis.cli;

import io.portcullis.agent.ExitCode;
import io.portcullis.lab.demo.CleanEnd;
import io.portcullis.lab.demo.Demo;
import io.portcullis.lab.demo.DemoResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code portcullis demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  portcullis demo"},
    description = {
      "Loads the policy in docs/examples/nodeports on a node made of network namespaces, sends real"
          + " traffic, and prints what became of each probe, and which rule decided.",
      "Touches nothing outside of its namespaces, and leaves nothing behind.",
      "Exits 0 if all is as expected, 1 on any mismatch."
    })
final class DemoCommand implements Callable<Integer> {

  private static final String EXAMPLE = "docs/examples/nodeports";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--policy-dir",
      paramLabel = "DIR",
      description =
          "Load this policy instead. What is expected stays what is stated for the example, so the"
              + " table shows where the policy differs from it.")
  private Optional<Path> policyDir = Optional.empty();

  @Mixin private OutputOption output = new OutputOption();

  @Override
  public Integer call() {
    DemoResult result =
        CleanEnd.during(() -> Demo.run(policyDir.orElseGet(DemoCommand::example), this::progress));
    output.print(result::toTree, result::text);
    return result.asExpected() ? ExitCode.OK.number() : ExitCode.DENIED.number();
  }

  private void progress(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("portcullis: " + line);
    err.flush();
  }

  /** The example beside the launcher, by its shortest path from here. */
  private static Path example() {
    Path here = Path.of("").toAbsolutePath();
    Path example = Path.of(System.getProperty("portcullis.home", "")).resolve(EXAMPLE);
    return example.startsWith(here) ? here.relativize(example) : example;
  }
}
