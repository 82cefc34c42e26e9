package io.portcullis.cli;

import com.google.protobuf.MessageLite;
import io.portcullis.agent.control.ControlSettings;
import io.portcullis.api.v1.ApplyResponse;
import io.portcullis.api.v1.Counter;
import io.portcullis.api.v1.Counters;
import io.portcullis.api.v1.Details;
import io.portcullis.api.v1.DiffResponse;
import io.portcullis.api.v1.Endpoint;
import io.portcullis.api.v1.ExplainResponse;
import io.portcullis.api.v1.HistoryResponse;
import io.portcullis.api.v1.Hook;
import io.portcullis.api.v1.Layout;
import io.portcullis.api.v1.LayoutChoice;
import io.portcullis.api.v1.LayoutShape;
import io.portcullis.api.v1.ListResponse;
import io.portcullis.api.v1.Position;
import io.portcullis.api.v1.Remark;
import io.portcullis.api.v1.Resource;
import io.portcullis.api.v1.ResourceChange;
import io.portcullis.api.v1.Revision;
import io.portcullis.api.v1.Source;
import io.portcullis.api.v1.Status;
import io.portcullis.api.v1.VerifyResponse;
import io.portcullis.cli.remote.CannedAnswer;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs what commands that talk to an agent run, for the launcher to have the JVM write an archive
 * of their classes (AppCDS) when this ends. Says nothing.
 */
public final class Archive {

  private static final Status STATUS =
      Status.newBuilder()
          .setNode("node")
          .setReady(true)
          .setRevision(1)
          .setEnforcedRevision(1)
          .addSources(Source.newBuilder().setName("cli").setDocuments(1))
          .addWarnings("warning")
          .setDetails(
              Details.newBuilder()
                  .addEndpoints(Endpoint.newBuilder().setName("e").setLink("eth0"))
                  .addHooks(Hook.newBuilder().setTable("inet t").setChain("c"))
                  .addRemarks(Remark.newBuilder().setLevel("note").setSubject("s")))
          .build();

  private static final HistoryResponse HISTORY =
      HistoryResponse.newBuilder().addRevisions(Revision.newBuilder().setRevision(1)).build();

  private static final Counters COUNTERS =
      Counters.newBuilder()
          .addCounters(Counter.newBuilder().setPolicy("p"))
          .setText("text")
          .build();

  private static final ApplyResponse APPLIED = ApplyResponse.newBuilder().setRevision(1).build();

  private static final ListResponse LISTED =
      ListResponse.newBuilder()
          .addResources(
              Resource.newBuilder().setKind("Tier").setName("t").setPosition(Position.newBuilder()))
          .build();

  private static final ExplainResponse EXPLAINED =
      ExplainResponse.newBuilder().setText("allowed\n").build();

  private static final Layout LAYOUT =
      Layout.newBuilder()
          .addChoices(
              LayoutChoice.newBuilder()
                  .setStage("s")
                  .setSubject("s")
                  .setTaken(LayoutShape.newBuilder().setWhat("w")))
          .build();

  private static final DiffResponse DIFFERENT =
      DiffResponse.newBuilder()
          .addResources(ResourceChange.newBuilder().setChange("added").addLines("line"))
          .setJson("{\"allowed\": [1, 0.5, \"text\", true]}")
          .build();

  private static final VerifyResponse VERIFIED = VerifyResponse.newBuilder().setRegions(1).build();

  private Archive() {}

  /**
   * Runs each command against an agent that has one answer; and one where there is none.
   *
   * @param args a directory for the agent's socket, and policy to send
   */
  public static void main(String[] args) throws Exception {
    Path socket = Path.of(args.length == 0 ? "." : args[0], "archive.sock");
    PrintStream nobody = new PrintStream(OutputStream.nullOutputStream());
    System.setOut(nobody);
    System.setErr(nobody);
    // Where an agent is unless told otherwise, which here it is not.
    Path unused = ControlSettings.SOCKET;
    run(socket, "confirm", "-o", "json");
    answered(socket, STATUS, "status");
    answered(socket, STATUS, "status", "-o", "json");
    answered(socket, HISTORY, "history");
    answered(socket, COUNTERS, "counters");
    answered(socket, APPLIED, "rollback");
    answered(socket, LISTED, "get");
    answered(
        socket, EXPLAINED, "explain", "--in", "e", "--from", "::1", "--to", "::2", "--tcp", "1");
    answered(socket, LAYOUT, "layout");
    answered(socket, VERIFIED, "verify");
    answered(socket, DIFFERENT, "diff", "--revision", "1");
    if (args.length > 1) {
      answered(socket, DIFFERENT, "diff", "-f", args[1]);
      answered(socket, APPLIED, "apply", "--dry-run", "-f", args[1]);
    }
  }

  private static void answered(Path socket, MessageLite answer, String... command)
      throws Exception {
    try (CannedAnswer agent = CannedAnswer.on(socket, answer.toByteArray())) {
      run(agent.socket(), command);
    }
  }

  private static void run(Path socket, String... command) {
    List<String> words = new ArrayList<>(List.of(command));
    words.add("--socket");
    words.add(socket.toString());
    String[] all = words.toArray(String[]::new);
    Optional<Integer> unusedCode = Plain.run(all);
    int unused =
        Quick.commandLine(all)
            .orElseThrow()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(new StringWriter()))
            .execute(all);
  }
}
