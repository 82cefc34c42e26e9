package io.portcullis.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The root of a command that talks to the agent: knows no other command than that one, because to
 * look at all of them takes longer than the call.
 */
@Command(name = "portcullis", mixinStandardHelpOptions = true, versionProvider = Version.class)
final class Quick implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "With an error, print where in the program it came up.")
  private boolean debug;

  /** The command line for these arguments, if their first is such a command. */
  static Optional<CommandLine> commandLine(String... args) {
    Optional<RemoteCommand> command = args.length == 0 ? Optional.empty() : command(args[0]);
    if (command.isEmpty()) {
      return Optional.empty();
    }
    Quick root = new Quick();
    CommandLine line = new CommandLine(root).addSubcommand(args[0], command.get());
    return Optional.of(Portcullis.configured(line, () -> root.debug));
  }

  /** Makes one, and touches no other: a table of constructors is linked as a whole. */
  static Optional<RemoteCommand> command(String name) {
    return switch (name) {
      case "status" -> Optional.of(new StatusCommand());
      case "apply" -> Optional.of(new ApplyCommand());
      case "delete" -> Optional.of(new DeleteCommand());
      case "get" -> Optional.of(new GetCommand());
      case "history" -> Optional.of(new HistoryCommand());
      case "rollback" -> Optional.of(new RollbackCommand());
      case "confirm" -> Optional.of(new ConfirmCommand());
      case "watch" -> Optional.of(new WatchCommand());
      case "counters" -> Optional.of(new CountersCommand());
      case "trace" -> Optional.of(new TraceCommand());
      case "drops" -> Optional.of(new DropsCommand());
      case "layout" -> Optional.of(new LayoutCommand());
      case "top" -> Optional.of(new TopCommand());
      case "panic" -> Optional.of(new PanicCommand());
      case "explain" -> Optional.of(new ExplainCommand());
      case "diff" -> Optional.of(new DiffCommand());
      case "verify" -> Optional.of(new VerifyCommand());
      default -> Optional.empty();
    };
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do");
  }
}
