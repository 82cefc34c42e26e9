package io.portcullis.cli;

import io.portcullis.api.v1.GetStatusRequest;
import io.portcullis.api.v1.Status;
import picocli.CommandLine.Command;

/** {@code portcullis status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  portcullis status",
      "  portcullis status --watch",
      "  portcullis status -o json"
    },
    description = {
      "Says how the agent is, what the kernel holds, and who else is on the way of packets.",
      "Exits 0 if the kernel holds what all sources ask for, 1 if not."
    })
final class StatusCommand extends ReadCommand {

  @Override
  int read() {
    Status status =
        agent.call(
            "GetStatus", GetStatusRequest.newBuilder().setDetails(true).build(), Status.parser());
    output.print(() -> StatusTree.of(status), () -> StatusText.of(status));
    return status.getReady() ? 0 : 1;
  }
}
