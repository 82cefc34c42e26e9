package io.portcullis.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code portcullis completion}. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  source <(portcullis completion)"},
    description = {
      "Prints a script that completes commands and options in bash and zsh.",
      "To have it in this shell: source <(portcullis completion)"
    })
final class CompletionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine()
        .getOut()
        .print(AutoComplete.bash(spec.root().name(), Portcullis.commandLine()));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
