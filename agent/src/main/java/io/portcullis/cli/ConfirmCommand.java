package io.portcullis.cli;

import io.portcullis.api.v1.ConfirmRequest;
import io.portcullis.api.v1.ConfirmResponse;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code portcullis confirm}. */
@Command(
    name = "confirm",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  portcullis confirm"},
    description = "Keeps a revision that was applied to go back by itself.")
final class ConfirmCommand extends RemoteCommand implements Progress.TakesLong {

  @Parameters(
      arity = "0..1",
      paramLabel = "REVISION",
      defaultValue = "0",
      description = "Which revision (default: whichever waits).")
  private long revision;

  @Override
  public Integer call() {
    ConfirmResponse answer =
        agent.call(
            "Confirm",
            ConfirmRequest.newBuilder().setRevision(revision).build(),
            ConfirmResponse.parser());
    print(
        Map.of("revision", answer.getRevision()),
        "revision %d stays%n".formatted(answer.getRevision()));
    return 0;
  }
}
