package io.portcullis.cli;

import io.portcullis.api.v1.GetStatusRequest;
import io.portcullis.api.v1.Status;
import picocli.CommandLine.Command;

/** {@code portcullis status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Says how the agent is, and what the kernel holds.",
      "Exits 0 if the kernel holds what all sources ask for, 1 if not."
    })
final class StatusCommand extends RemoteCommand {

  @Override
  public Integer call() {
    Status status = agent.call("GetStatus", GetStatusRequest.getDefaultInstance(), Status.parser());
    print(Answers.tree(status), Answers.text(status));
    return status.getReady() ? 0 : 1;
  }
}
