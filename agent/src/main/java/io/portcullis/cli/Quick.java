package io.portcullis.cli;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
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

  private static final Map<String, Supplier<RemoteCommand>> COMMANDS =
      Map.ofEntries(
          Map.entry("status", StatusCommand::new),
          Map.entry("apply", ApplyCommand::new),
          Map.entry("delete", DeleteCommand::new),
          Map.entry("get", GetCommand::new),
          Map.entry("history", HistoryCommand::new),
          Map.entry("rollback", RollbackCommand::new),
          Map.entry("confirm", ConfirmCommand::new),
          Map.entry("watch", WatchCommand::new),
          Map.entry("counters", CountersCommand::new),
          Map.entry("top", TopCommand::new),
          Map.entry("panic", PanicCommand::new),
          Map.entry("explain", ExplainCommand::new),
          Map.entry("diff", DiffCommand::new),
          Map.entry("verify", VerifyCommand::new));

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "With an error, print where in the program it came up.")
  private boolean debug;

  /** The command line for these arguments, if their first is such a command. */
  static Optional<CommandLine> commandLine(String... args) {
    Supplier<RemoteCommand> command = args.length == 0 ? null : COMMANDS.get(args[0]);
    if (command == null) {
      return Optional.empty();
    }
    Quick root = new Quick();
    CommandLine line = new CommandLine(root).addSubcommand(args[0], command.get());
    return Optional.of(Portcullis.configured(line, () -> root.debug));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do");
  }
}
