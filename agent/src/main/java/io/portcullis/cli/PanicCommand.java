package io.portcullis.cli;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.Panic;
import io.portcullis.api.v1.ApplyRequest;
import io.portcullis.api.v1.ApplyResponse;
import io.portcullis.api.v1.DeleteRequest;
import io.portcullis.api.v1.Document;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code portcullis panic}. */
@Command(
    name = "panic",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  portcullis panic closed --confirm 5m",
      "  portcullis panic end",
      "  portcullis panic closed --no-agent -f /etc/portcullis/policy"
    },
    description = {
      "For emergencies: closes or opens all guarded links of the node, whatever policy says.",
      "closed: new flows are dropped, but for failsafes. Flows that exist go on, unless the"
          + " configuration says establishedFlows: police.",
      "open: everything continues, but for what conntrackInvalid drops.",
      "end: policy decides again. It also ends by rollback, and by itself after --confirm TIME.",
      "It asks first. It stays over a restart of the agent. Where no agent answers, --no-agent"
          + " does it in the kernel, until an agent starts."
    })
final class PanicCommand extends RemoteCommand {

  /** What to do. */
  enum How {
    OPEN,
    CLOSED,
    END
  }

  @Parameters(paramLabel = "open|closed|end", description = "What to do.")
  private How how = How.END;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Mixin private TrialOption trial = new TrialOption();
  @Mixin private ForceOption force = new ForceOption();

  @Mixin private PanicWithoutAgent without = new PanicWithoutAgent();

  @Override
  public Integer call() {
    sure();
    if (without.wanted()) {
      String done = without.run(how, force);
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("panic", word());
      tree.put("done", done);
      print(tree, done + System.lineSeparator());
      return 0;
    }
    ApplyResponse answer =
        switch (how) {
          case END -> end();
          case OPEN -> apply(Panic.OPEN);
          case CLOSED -> apply(Panic.CLOSED);
        };
    print(
        Answers.tree(answer),
        Answers.text(answer)
            + (how == How.END
                ? "policy decides again%n".formatted()
                : "panic %s decides; to end it: portcullis panic end%n".formatted(word())));
    return 0;
  }

  private String word() {
    return how.name().toLowerCase(Locale.ROOT);
  }

  /** Asks whoever sits there; nobody is asked about an end. */
  private void sure() {
    if (yes || how == How.END) {
      return;
    }
    if (!Style.isInputTerminal()) {
      throw new AgentException(
          ExitCode.USAGE, "there is nobody to ask whether it is meant", "say --yes if it is");
    }
    PrintWriter err = err();
    err.printf(
        "This will %s. Type %s to do it: ",
        how == How.OPEN ? "open the node to all traffic" : "drop all new flows to guarded links",
        word());
    err.flush();
    if (!word().equals(answer())) {
      throw new AgentException(ExitCode.USAGE, "nothing was done", "type the word to do it");
    }
  }

  private static String answer() {
    try {
      String line =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
      return line == null ? "" : line.strip();
    } catch (IOException e) {
      return "";
    }
  }

  private ApplyResponse apply(Panic panic) {
    ApplyRequest.Builder request =
        ApplyRequest.newBuilder()
            .setSource(Panic.SOURCE)
            .addDocuments(Document.newBuilder().setName(panic.document()).setText(panic.text()))
            .setConfirmSeconds(trial.seconds(this::misused))
            .setForce(force.force());
    force.session().ifPresent(request::setSession);
    return agent.call("Apply", request.build(), ApplyResponse.parser());
  }

  private ApplyResponse end() {
    DeleteRequest.Builder request =
        DeleteRequest.newBuilder()
            .setSource(Panic.SOURCE)
            .setConfirmSeconds(trial.seconds(this::misused))
            .setForce(force.force());
    force.session().ifPresent(request::setSession);
    return agent.call("Delete", request.build(), ApplyResponse.parser());
  }
}
