package io.portcullis.cli;

import io.portcullis.api.v1.Status;
import io.portcullis.api.v1.WatchRequest;
import java.time.Duration;
import picocli.CommandLine.Command;

/** {@code portcullis watch}. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the agent's status, and again whenever it changes, until interrupted.",
      "With -o json, one object after the other."
    })
final class WatchCommand extends RemoteCommand {

  @Override
  public Integer call() {
    agent.stream(
        "Watch",
        WatchRequest.getDefaultInstance(),
        Status.parser(),
        Duration.ofDays(1).toMillis(),
        status -> print(StatusTree.of(status), StatusText.of(status) + System.lineSeparator()));
    return 0;
  }
}
