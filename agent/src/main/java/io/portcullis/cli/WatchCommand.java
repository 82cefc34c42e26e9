package io.portcullis.cli;

import io.portcullis.api.v1.Status;
import io.portcullis.api.v1.WatchRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code portcullis watch}. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  portcullis watch", "  portcullis watch --for 10m -o json"},
    description = {
      "Prints the agent's status, and again whenever it changes, until interrupted.",
      "With -o json, one object after the other."
    })
final class WatchCommand extends RemoteCommand {

  @Mixin private StreamOptions time = new StreamOptions();

  @Override
  public Integer call() {
    agent.listen(
        "Watch",
        WatchRequest.getDefaultInstance(),
        Status.parser(),
        time.millis(line()),
        status -> print(StatusTree.of(status), StatusText.of(status) + System.lineSeparator()));
    return 0;
  }
}
