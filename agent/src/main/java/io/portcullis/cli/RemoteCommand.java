package io.portcullis.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that talks to the agent. */
abstract class RemoteCommand implements Callable<Integer> {

  // None if the arguments were read without picocli.
  @Spec private @Nullable CommandSpec spec;
  @Mixin ControlClient agent = new ControlClient();
  @Mixin OutputOption output = new OutputOption();

  /** Prints one of both. */
  final void print(Map<String, Object> tree, String text) {
    output.print(() -> tree, () -> text);
  }

  /** Where it tells what is no answer. */
  final PrintWriter err() {
    return spec == null ? Plain.err() : spec.commandLine().getErr();
  }

  /** What is to be thrown if arguments make no sense together. */
  final RuntimeException misused(String message) {
    return spec == null ? new Plain.NotPlain() : new ParameterException(line(), message);
  }

  /** The command line, of a command that {@link Plain} does not know. */
  final CommandLine line() {
    return Objects.requireNonNull(spec).commandLine();
  }

  /**
   * Takes an argument, without picocli.
   *
   * @param word an option, or an argument of none
   * @param words what follows
   * @return false if that takes picocli
   */
  boolean take(String word, Words words) {
    return agent.take(word, words) || output.take(word, words);
  }

  /** Whether all is there that has to be; asked after the last argument. */
  boolean isComplete() {
    return true;
  }
}
