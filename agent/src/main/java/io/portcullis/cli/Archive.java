package io.portcullis.cli;

import io.portcullis.api.v1.ApplyResponse;
import io.portcullis.api.v1.Status;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import picocli.CommandLine;

/**
 * Uses what a command that talks to the agent uses, for the launcher to write the JVM's archive of
 * classes (AppCDS) when this ends. Says nothing.
 */
public final class Archive {

  private Archive() {}

  /**
   * Runs commands against a socket that nobody listens on, and reads an answer that nobody sent.
   */
  public static void main(String[] args) throws Exception {
    String nobody = Path.of(args.length == 0 ? "nobody" : args[0], "nobody.sock").toString();
    for (String[] command :
        new String[][] {
          {"status", "--socket", nobody}, {"confirm", "--socket", nobody, "-o", "json"}
        }) {
      CommandLine line = Quick.commandLine(command).orElseThrow();
      int unused =
          line.setOut(new PrintWriter(new StringWriter()))
              .setErr(new PrintWriter(new StringWriter()))
              .execute(command);
    }
    Status status = Status.parseFrom(Status.newBuilder().setNode("node").build().toByteArray());
    ApplyResponse applied =
        ApplyResponse.parseFrom(ApplyResponse.newBuilder().setRevision(1).build().toByteArray());
    String unused =
        Json.text(StatusTree.of(status))
            + StatusText.of(status)
            + Json.text(Answers.tree(applied))
            + Answers.text(applied);
  }
}
