package io.portcullis.cli;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.Failures;
import io.portcullis.netlink.nftables.NftException;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells a user what went wrong: one line, then what belongs to it, then what to do. A class and no
 * lambdas: those of interfaces as old as picocli's cannot be in an archive of classes.
 */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private final BooleanSupplier debug;

  /**
   * For one command line.
   *
   * @param debug whether to tell where in the program an error came up
   */
  Errors(BooleanSupplier debug) {
    this.debug = debug;
  }

  /** Arguments that make no sense. */
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("portcullis: error: " + firstLine(e));
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println(
          "  hint: see " + command.getCommandSpec().qualifiedName() + " --help for what it takes");
    }
    return ExitCode.USAGE.number();
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return failed(e, command.getErr(), command.getCommandSpec().userObject(), debug.getAsBoolean());
  }

  /**
   * Tells of a command that ended with an exception.
   *
   * @param debug whether to tell where in the program it came up
   * @return what to exit with
   */
  static int failed(Exception e, PrintWriter err, Object command, boolean debug) {
    AgentException error = known(e);
    err.println("portcullis: error: " + error.getMessage());
    error.details().forEach(line -> err.println("  " + line));
    err.println("  hint: " + error.hint());
    if (debug) {
      e.printStackTrace(err);
    }
    return command instanceof ExplainCommand ? ExitCode.USAGE.number() : error.exitCode().number();
  }

  private static AgentException known(Exception e) {
    if (e instanceof AgentException known) {
      return known;
    }
    if (e instanceof NftException refused) {
      return Failures.of(refused);
    }
    return new AgentException(
        ExitCode.USAGE,
        "internal error: " + e.getClass().getSimpleName() + ": " + firstLine(e),
        "this is a fault of Portcullis: please report it, with what --debug prints");
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
