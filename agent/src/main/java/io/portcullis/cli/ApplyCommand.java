package io.portcullis.cli;

import io.portcullis.agent.PolicyFiles;
import io.portcullis.api.v1.ApplyRequest;
import io.portcullis.api.v1.ApplyResponse;
import io.portcullis.api.v1.Document;
import io.portcullis.policy.load.SourceText;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code portcullis apply}. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  portcullis apply -f policy/ --dry-run",
      "  portcullis apply -f policy/ --source team-a --confirm 60s"
    },
    description = {
      "Makes one source of policy say exactly what these files say, and returns once the kernel"
          + " holds it.",
      "What the source said before and the files do not say, goes."
    })
final class ApplyCommand extends RemoteCommand implements Progress.TakesLong {

  @Mixin private FileOptions files = new FileOptions();

  @Option(
      names = "--source",
      paramLabel = "NAME",
      defaultValue = "cli",
      description = "Which source (default: ${DEFAULT-VALUE}).")
  private String source = "cli";

  @Option(
      names = "--expect",
      paramLabel = "REVISION",
      description = "Only if this is the current revision.")
  private Optional<Long> expected = Optional.empty();

  @Option(
      names = "--dry-run",
      description = "Compile and prove, say what would change, and change nothing.")
  private boolean dryRun;

  @Mixin private TrialOption trial = new TrialOption();
  @Mixin private ForceOption force = new ForceOption();

  @Override
  public Integer call() {
    ApplyRequest.Builder request =
        ApplyRequest.newBuilder()
            .setSource(source)
            .setDryRun(dryRun)
            .setConfirmSeconds(trial.seconds(spec.commandLine()))
            .setForce(force.force());
    force.session().ifPresent(request::setSession);
    expected.ifPresent(request::setExpectedRevision);
    for (SourceText text : PolicyFiles.read(files.paths())) {
      request.addDocuments(Document.newBuilder().setName(text.name()).setText(text.text()));
    }
    ApplyResponse answer = agent.call("Apply", request.build(), ApplyResponse.parser());
    answer
        .getFindingsList()
        .forEach(
            finding ->
                spec.commandLine()
                    .getErr()
                    .println(
                        "portcullis: warning: %s:%d:%d: %s"
                            .formatted(
                                finding.getPosition().getSource(),
                                finding.getPosition().getLine(),
                                finding.getPosition().getColumn(),
                                finding.getMessage())));
    spec.commandLine().getErr().flush();
    print(
        Answers.tree(answer),
        dryRun
            ? (answer.getChanged() ? "would change:%n" : "nothing would change%n").formatted()
                + Answers.text(answer.getChangesList())
            : Answers.text(answer));
    return 0;
  }
}
