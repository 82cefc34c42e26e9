package io.portcullis.cli;

import io.portcullis.api.v1.ApplyResponse;
import io.portcullis.api.v1.DeleteRequest;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code portcullis delete}. */
@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  portcullis delete team-a"},
    description = "Removes a source of policy as a whole, and returns once the kernel holds that.")
final class DeleteCommand extends RemoteCommand implements Progress.TakesLong {

  @Parameters(paramLabel = "SOURCE", description = "Which source.")
  private String source = "";

  @Option(
      names = "--expect",
      paramLabel = "REVISION",
      description = "Only if this is the current revision.")
  private Optional<Long> expected = Optional.empty();

  @Mixin private TrialOption trial = new TrialOption();
  @Mixin private ForceOption force = new ForceOption();

  @Override
  public Integer call() {
    DeleteRequest.Builder request =
        DeleteRequest.newBuilder()
            .setSource(source)
            .setConfirmSeconds(trial.seconds(this::misused))
            .setForce(force.force());
    force.session().ifPresent(request::setSession);
    expected.ifPresent(request::setExpectedRevision);
    ApplyResponse answer = agent.call("Delete", request.build(), ApplyResponse.parser());
    print(Answers.tree(answer), Answers.text(answer));
    return 0;
  }
}
