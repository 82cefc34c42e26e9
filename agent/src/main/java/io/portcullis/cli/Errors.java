package io.portcullis.cli;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.Failures;
import io.portcullis.netlink.nftables.NftException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells a user what went wrong: one line, then what belongs to it, then what to do. */
final class Errors {

  private Errors() {}

  /** Arguments that make no sense. */
  static int usage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("portcullis: error: " + firstLine(e));
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println(
          "  hint: see " + command.getCommandSpec().qualifiedName() + " --help for what it takes");
    }
    return ExitCode.USAGE.number();
  }

  /** A command that ended with an exception. */
  static int failed(Exception e, CommandLine command, boolean debug) {
    AgentException error = known(e);
    PrintWriter err = command.getErr();
    err.println("portcullis: error: " + error.getMessage());
    error.details().forEach(line -> err.println("  " + line));
    err.println("  hint: " + error.hint());
    if (debug) {
      e.printStackTrace(err);
    }
    return command.getCommandSpec().userObject() instanceof ExplainCommand
        ? ExitCode.USAGE.number()
        : error.exitCode().number();
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
