package io.portcullis.cli;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code portcullis man}. */
@Command(
    name = "man",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  portcullis man apply | man -l -",
      "  portcullis man --dir /usr/local/share/man/man8"
    },
    description = {
      "Prints the manual page of a command, or writes those of all commands to a directory.",
      "To read one: portcullis man apply | man -l -"
    })
final class ManCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "COMMAND",
      description = "Which command (default: portcullis itself).")
  private Optional<String> command = Optional.empty();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Write all pages there, such as /usr/local/share/man/man8.")
  private Optional<Path> dir = Optional.empty();

  @Override
  public Integer call() {
    CommandLine root = Portcullis.commandLine();
    if (dir.isPresent()) {
      write(dir.get(), root);
      root.getSubcommands().values().forEach(each -> write(dir.get(), each));
      return 0;
    }
    CommandLine wanted = root;
    if (command.isPresent()) {
      wanted = root.getSubcommands().get(command.get());
      if (wanted == null) {
        throw new ParameterException(
            spec.commandLine(), "there is no command '" + command.get() + "'");
      }
    }
    spec.commandLine().getOut().print(ManPage.of(wanted.getCommandSpec()));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private static void write(Path dir, CommandLine command) {
    CommandSpec of = command.getCommandSpec();
    Path file = dir.resolve(of.qualifiedName("-") + "." + ManPage.SECTION);
    try {
      Path unused = Files.createDirectories(dir);
      unused = Files.writeString(file, ManPage.of(of));
    } catch (IOException e) {
      throw new AgentException(
              ExitCode.SOURCE_MISSING,
              file + " cannot be written: " + e.getMessage(),
              "name a directory that this user may write to")
          .causedBy(e);
    }
  }
}
