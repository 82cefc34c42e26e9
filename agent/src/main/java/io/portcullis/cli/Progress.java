package io.portcullis.cli;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Says on a terminal how long a command takes, once that is more than a second. */
final class Progress {

  /** A command of which a person expects an answer, after whatever time. */
  interface TakesLong {

    /** Whether it does this time; not if it goes on until it is ended. */
    default boolean takesLong() {
      return true;
    }
  }

  private Progress() {}

  /** Runs a command. */
  static int during(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    if (!Style.isErrorTerminal()
        || !(last.commandSpec().userObject() instanceof TakesLong command)
        || !command.takesLong()) {
      return new RunLast().execute(parsed);
    }
    PrintWriter err = last.commandSpec().commandLine().getErr();
    String name = last.commandSpec().name();
    Thread thread = new Thread(() -> tell(err, name), "progress");
    thread.setDaemon(true);
    thread.start();
    try {
      return new RunLast().execute(parsed);
    } finally {
      thread.interrupt();
    }
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
