package io.portcullis.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Says on a terminal how long a command takes, once that is more than a second. A class and no
 * lambda: that of an interface as old as picocli's cannot be in an archive of classes.
 */
final class Progress implements IExecutionStrategy {

  /** A command of which a person expects an answer, after whatever time. */
  interface TakesLong {

    /** Whether it does this time; not if it goes on until it is ended. */
    default boolean takesLong() {
      return true;
    }
  }

  /** Runs a command. */
  @Override
  public int execute(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    Object command = last.commandSpec().userObject();
    if (!isTold(command)) {
      return new RunLast().execute(parsed);
    }
    PrintWriter err = last.commandSpec().commandLine().getErr();
    Thread thread = started(err, last.commandSpec().name());
    try {
      return new RunLast().execute(parsed);
    } finally {
      thread.interrupt();
    }
  }

  /**
   * Runs a command that was not read by picocli.
   *
   * @param name of the command
   * @return what it returns
   * @throws Exception as it does
   */
  static int during(Callable<Integer> command, String name, PrintWriter err) throws Exception {
    if (!isTold(command)) {
      return command.call();
    }
    Thread thread = started(err, name);
    try {
      return command.call();
    } finally {
      thread.interrupt();
    }
  }

  private static boolean isTold(Object command) {
    return Style.isErrorTerminal() && command instanceof TakesLong told && told.takesLong();
  }

  private static Thread started(PrintWriter err, String name) {
    Thread thread = new Thread(() -> tell(err, name), "progress");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void tell(PrintWriter err, String name) {
    try {
      TimeUnit.SECONDS.sleep(1);
      long seconds = 1;
      while (true) {
        err.printf("portcullis: %s goes on, %d s so far%n", name, seconds);
        err.flush();
        // Told at 1, 5, 25, 125 seconds.
        TimeUnit.SECONDS.sleep(seconds * 4);
        seconds *= 5;
      }
    } catch (InterruptedException e) {
      // It is done.
    }
  }
}
