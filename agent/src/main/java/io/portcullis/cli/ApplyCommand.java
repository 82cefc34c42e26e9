package io.portcullis.cli;

import io.portcullis.api.v1.ApplyRequest;
import io.portcullis.api.v1.ApplyResponse;
import io.portcullis.api.v1.Finding;
import java.io.PrintWriter;
import java.util.List;
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
            .setConfirmSeconds(trial.seconds(this::misused))
            .setForce(force.force());
    force.session().ifPresent(request::setSession);
    expected.ifPresent(request::setExpectedRevision);
    request.addAllDocuments(Documents.of(files.paths()));
    ApplyResponse answer = agent.call("Apply", request.build(), ApplyResponse.parser());
    warn(answer.getFindingsList());
    print(
        Answers.tree(answer),
        dryRun
            ? (answer.getChanged() ? "would change:%n" : "nothing would change%n").formatted()
                + Answers.text(answer.getChangesList())
            : Answers.text(answer));
    return 0;
  }

  /** At once: there may be a hundred. */
  private void warn(List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      text.append("portcullis: warning: ")
          .append(finding.getPosition().getSource())
          .append(':')
          .append(finding.getPosition().getLine())
          .append(':')
          .append(finding.getPosition().getColumn())
          .append(": ")
          .append(finding.getMessage())
          .append(System.lineSeparator());
    }
    PrintWriter err = err();
    err.print(text);
    err.flush();
  }

  @Override
  boolean take(String word, Words words) {
    switch (word) {
      case "--dry-run" -> {
        dryRun = true;
        return words.first(word);
      }
      case "--source" -> {
        Optional<String> said = words.value(word);
        source = said.orElse(source);
        return said.isPresent();
      }
      case "--expect" -> {
        expected = words.number(word).map(Integer::longValue);
        return expected.isPresent();
      }
      default -> {
        return files.take(word, words)
            || trial.take(word, words)
            || force.take(word, words)
            || super.take(word, words);
      }
    }
  }

  @Override
  boolean isComplete() {
    return !files.paths().isEmpty();
  }
}
