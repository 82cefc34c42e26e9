package io.portcullis.testsupport;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs the host's own programs, such as {@code nft}, where a test wants them run. */
public final class Programs {

  /** Starts a process, for instance in a network namespace. */
  @FunctionalInterface
  public interface Starter {

    /** Starts what {@code builder} describes. */
    Process start(ProcessBuilder builder) throws Exception;
  }

  private final Starter starter;

  /** Programs that are started by {@code starter}, such as {@code namespace::start}. */
  public Programs(Starter starter) {
    this.starter = starter;
  }

  /**
   * Runs {@code nft} and waits for it.
   *
   * @return its output and its errors, in UTF-8
   * @throws AssertionError if it does not end with 0
   */
  public String nft(String... arguments) throws Exception {
    return feed("nft", "", arguments);
  }

  /**
   * Has {@code nft} load a ruleset, and waits for it.
   *
   * @throws AssertionError if it does not end with 0
   */
  public void load(String ruleset) throws Exception {
    String unused = feed("nft", ruleset, "-f", "-");
  }

  /**
   * Runs a program and waits for it.
   *
   * @param input what it reads, in UTF-8
   * @return its output and its errors, in UTF-8
   * @throws AssertionError if it does not end with 0
   */
  public String feed(String program, String input, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    Process process = starter.start(new ProcessBuilder(command).redirectErrorStream(true));
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0) {
      throw new AssertionError(command + " ended with " + code + ": " + output + "\n" + input);
    }
    return output;
  }
}
