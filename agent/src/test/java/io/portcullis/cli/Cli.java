package io.portcullis.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * One run of the command line in this process.
 *
 * @param exit its exit code
 * @param out its standard output
 * @param err its standard error
 */
record Cli(int exit, String out, String err) {

  static Cli run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Portcullis.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exit = command.execute(args);
    command.getOut().flush();
    command.getErr().flush();
    return new Cli(exit, out.toString(), err.toString());
  }
}
