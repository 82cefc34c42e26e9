package io.portcullis.cli;

import io.portcullis.api.v1.ApplyResponse;
import io.portcullis.api.v1.RollbackRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code portcullis rollback}. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  portcullis rollback", "  portcullis rollback 7 --confirm 60s"},
    description = {
      "Makes policy what it was at a revision, as a new one, and returns once the kernel holds it.",
      "Files of a policy directory stay as they are; they count again when they change."
    })
final class RollbackCommand extends RemoteCommand implements Progress.TakesLong {

  @Parameters(
      arity = "0..1",
      paramLabel = "REVISION",
      defaultValue = "0",
      description = "Which revision (default: the one before the current one).")
  private long revision;

  @Mixin private TrialOption trial = new TrialOption();
  @Mixin private ForceOption force = new ForceOption();

  @Override
  public Integer call() {
    RollbackRequest.Builder request =
        RollbackRequest.newBuilder()
            .setRevision(revision)
            .setConfirmSeconds(trial.seconds(this::misused))
            .setForce(force.force());
    force.session().ifPresent(request::setSession);
    ApplyResponse answer = agent.call("Rollback", request.build(), ApplyResponse.parser());
    print(Answers.tree(answer), Answers.text(answer));
    return 0;
  }
}
