package io.portcullis.cli;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
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
      StatusCommand.class,
      ApplyCommand.class,
      DeleteCommand.class,
      GetCommand.class,
      HistoryCommand.class,
      RollbackCommand.class,
      ConfirmCommand.class,
      WatchCommand.class,
      CountersCommand.class,
      TraceCommand.class,
      DropsCommand.class,
      LayoutCommand.class,
      TopCommand.class,
      PanicCommand.class,
      DoctorCommand.class,
      DemoCommand.class,
      CompletionCommand.class,
      ManCommand.class
    },
    exitCodeListHeading = "%nExit codes (all of them in docs/exit-codes.md):%n",
    exitCodeList = {
      "0:done; for explain: allowed, or continued; for diff: the same",
      "1:for explain: denied; for diff: different; for demo: a mismatch; for status: not ready",
      "2:wrong usage; for explain: any error",
      "3:policy is invalid; 10 to 14 say in which way",
      "4:a file or directory is missing",
      "5:the configuration is invalid",
      "6:no CAP_NET_ADMIN",
      "7:no nf_tables",
      "8:the kernel refused",
      "9:the proof failed",
      "15:no agent answers",
      "16:the agent does not let this user do that",
      "17:the agent refuses as things stand"
    },
    footer = {
      "",
      "To begin: portcullis demo shows what it does, portcullis doctor what this machine can do;",
      "portcullis COMMAND --help has examples."
    })
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
    Optional<Integer> done = Plain.run(args);
    if (done.isPresent()) {
      return done.get();
    }
    Optional<CommandLine> quick = Quick.commandLine(args);
    return (quick.isPresent() ? quick.get() : commandLine()).execute(args);
  }

  /** The commands, with how errors are told. */
  static CommandLine commandLine() {
    Portcullis root = new Portcullis();
    return configured(new CommandLine(root), () -> root.debug);
  }

  /** How all commands take arguments and tell errors. */
  static CommandLine configured(CommandLine line, BooleanSupplier debug) {
    Errors errors = new Errors(debug);
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(Help.defaultColorScheme(Style.hasColour() ? Help.Ansi.ON : Help.Ansi.OFF))
        .setUsageHelpAutoWidth(true)
        .setExecutionStrategy(new Progress())
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do");
  }
}
