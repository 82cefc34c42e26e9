package io.portcullis.integration.packets;

import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** One {@code packet-driver}: a thread of its own, kept on one processor. */
final class Sender implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final Writer commands;

  /**
   * What sending took.
   *
   * @param cpu nanoseconds of processor time of the sender
   * @param wall nanoseconds by the clock
   */
  record Took(long cpu, long wall) {}

  private Sender(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts a sender.
   *
   * @param program the built driver
   * @throws IOException with what it says if it cannot send here
   */
  static Sender start(Path program, NetworkNamespace namespace, String link, int cpu)
      throws Exception {
    Sender sender =
        new Sender(
            namespace.start(
                new ProcessBuilder(program.toString(), link, Integer.toString(cpu))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)));
    try {
      String unused = sender.answer("starting");
      return sender;
    } catch (IOException e) {
      sender.close();
      throw e;
    }
  }

  /** Takes a stream in place of the one before. */
  void load(Path file) throws IOException {
    String unused = tell("load " + file);
  }

  /** Sends from where the last run ended. */
  Took run(int count) throws IOException {
    begin(count);
    return end();
  }

  /** Starts to send; {@link #end} waits for it. */
  void begin(int count) throws IOException {
    commands.write("run " + count + "\n");
    commands.flush();
  }

  /** Waits until all that was begun is sent. */
  Took end() throws IOException {
    String[] words = answer("run").split(" ", -1);
    return new Took(Long.parseLong(words[0]), Long.parseLong(words[1]));
  }

  private String tell(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    return answer(command);
  }

  private String answer(String command) throws IOException {
    String line = answers.readLine();
    if (line == null || !line.startsWith("ok ")) {
      throw new IOException(
          "packet-driver, " + command + ": " + (line == null ? "it ended" : line));
    }
    return line.substring(3);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      int unused = process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
