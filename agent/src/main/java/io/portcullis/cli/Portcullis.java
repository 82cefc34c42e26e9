package io.portcullis.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line's root, and the process's entry. */
@Command(
    name = "portcullis",
    description = "Guards NodePorts, and all other traffic of a host, before DNAT.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AgentCommand.class,
      CompileCommand.class,
      ExplainCommand.class,
      DiffCommand.class,
      VerifyCommand.class,
      DemoCommand.class
    },
    exitCodeListHeading = "%nExit codes (all of them in docs/exit-codes.md):%n",
    exitCodeList = {
      "0:done; for explain: allowed, or continued; for diff: the same",
      "1:for explain: denied; for diff: different; for demo: a mismatch",
      "2:wrong usage; for explain: any error",
      "3:policy is invalid; 10 to 14 say in which way",
      "4:a file or directory is missing",
      "5:the configuration is invalid",
      "6:no CAP_NET_ADMIN",
      "7:no nf_tables",
      "8:the kernel refused",
      "9:the proof failed"
    },
    footer = {"", "Start with: portcullis demo"})
public final class Portcullis implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "With an error, print where in the program it came up.")
  private boolean debug;

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command. */
  public static int run(String... args) {
    return commandLine().execute(args);
  }

  /** The commands, with how errors are told. */
  static CommandLine commandLine() {
    Portcullis root = new Portcullis();
    return new CommandLine(root)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(Errors::usage)
        .setExecutionExceptionHandler(
            (e, command, parsed) -> Errors.failed(e, command, root.debug));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do");
  }
}
