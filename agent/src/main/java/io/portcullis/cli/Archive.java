package io.portcullis.cli;

import com.google.protobuf.MessageLite;
import io.portcullis.api.v1.ApplyResponse;
import io.portcullis.api.v1.Counter;
import io.portcullis.api.v1.Counters;
import io.portcullis.api.v1.Details;
import io.portcullis.api.v1.Endpoint;
import io.portcullis.api.v1.HistoryResponse;
import io.portcullis.api.v1.Hook;
import io.portcullis.api.v1.Remark;
import io.portcullis.api.v1.Revision;
import io.portcullis.api.v1.Source;
import io.portcullis.api.v1.Status;
import io.portcullis.cli.remote.CannedAnswer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
      Counters.newBuilder().addCounters(Counter.newBuilder().setPolicy("p")).build();

  private static final ApplyResponse APPLIED = ApplyResponse.newBuilder().setRevision(1).build();

  private Archive() {}

  /** Runs each command against an agent that has one answer; and one where there is none. */
  public static void main(String[] args) throws Exception {
    Path socket = Path.of(args.length == 0 ? "." : args[0], "archive.sock");
    run(socket, "confirm", "-o", "json");
    answered(socket, STATUS, "status");
    answered(socket, STATUS, "status", "-o", "json");
    answered(socket, HISTORY, "history");
    answered(socket, COUNTERS, "counters");
    answered(socket, APPLIED, "rollback");
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
    int unused =
        Quick.commandLine(all)
            .orElseThrow()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(new StringWriter()))
            .execute(all);
  }
}
