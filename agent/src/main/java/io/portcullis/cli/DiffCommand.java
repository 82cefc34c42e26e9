package io.portcullis.cli;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.Resolved;
import io.portcullis.api.v1.DiffRequest;
import io.portcullis.api.v1.DiffResponse;
import io.portcullis.compiler.diff.DifferenceText;
import io.portcullis.compiler.diff.PacketDifference;
import io.portcullis.compiler.diff.PolicyComparison;
import io.portcullis.compiler.space.TooMuchWork;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.compare.ResourceChange;
import io.portcullis.policy.compare.ResourceDifference;
import io.portcullis.policy.resolve.Finding;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code portcullis diff}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  portcullis diff -f policy/ --source team-a",
      "  portcullis diff --revision 7",
      "  portcullis diff --old /etc/portcullis/policy -f policy/ --node node1"
    },
    description = {
      "Says how one policy differs from another: in its resources, and in which packets of a node"
          + " it allows and denies.",
      "With -f, the agent's policy is compared with what it would be if a source said what these"
          + " files say; with --revision, with what it was; with --old and -f, no agent is asked.",
      "Changes nothing. Exits 0 if they are the same, 1 if they differ, and"
          + " otherwise on an error."
    })
final class DiffCommand extends RemoteCommand implements Progress.TakesLong {

  @Mixin private PolicyOptions options = new PolicyOptions();

  @Option(
      names = "--old",
      paramLabel = "PATH",
      description =
          "The policy to compare with: a file or a directory. May be repeated (default: the"
              + " agent's).")
  private List<Path> old = List.of();

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "PATH",
      description = "The new policy: a file or a directory. May be repeated.")
  private List<Path> files = List.of();

  @Option(
      names = "--source",
      paramLabel = "NAME",
      defaultValue = "cli",
      description = "Which of the agent's sources they are for (default: ${DEFAULT-VALUE}).")
  private String source = "cli";

  @Option(
      names = "--revision",
      paramLabel = "NUMBER",
      description = "Compare what the agent enforces with this revision of it.")
  private Optional<Long> revision = Optional.empty();

  @Option(
      names = "--attribution",
      description = "Tell also of packets that another rule decides, with the same verdict.")
  private boolean attribution;

  @Option(
      names = "--show",
      paramLabel = "COUNT",
      defaultValue = "20",
      description = "How many regions of each kind to tell of (default: ${DEFAULT-VALUE}).")
  private int show = 20;

  @Override
  public Integer call() {
    if (show < 1) {
      throw misused("--show is a number from 1, not " + show);
    }
    if (files.isEmpty() == revision.isEmpty() || (revision.isPresent() && !old.isEmpty())) {
      throw misused("one of: -f, --old with -f, or --revision");
    }
    return old.isEmpty() ? byAgent() : byFiles();
  }

  private int byAgent() {
    options.onlyWithFiles(this::misused);
    DiffRequest.Builder request =
        DiffRequest.newBuilder().setAttribution(attribution).setShow(show);
    if (revision.isPresent()) {
      request.setRevision(revision.get());
    } else {
      request.setSource(source);
      request.addAllDocuments(Documents.of(files));
    }
    DiffResponse answer = agent.call("Diff", request.build(), DiffResponse.parser());
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("same", answer.getSame());
    tree.put("resources", Answers.changes(answer.getResourcesList()));
    tree.put("packets", Json.tree(answer.getJson()));
    int count = answer.getResourcesCount();
    print(
        tree,
        "resources: %s%n".formatted(count == 0 ? "the same" : count + " changed")
            + Answers.text(answer.getResourcesList())
            + answer.getText());
    return answer.getSame() ? ExitCode.OK.number() : ExitCode.DENIED.number();
  }

  private int byFiles() {
    Resolved before = options.resolved(old);
    Resolved after = options.resolved(files);
    List<Finding> findings = after.findings();
    Findings.warn(err(), findings);
    List<ResourceChange> resources =
        ResourceDifference.between(before.resources(), after.resources());
    PacketDifference packets = packets(before, after);
    print(
        DiffTree.of(options.node(), resources, packets, findings, show),
        DiffTree.text(resources, show) + DifferenceText.text(packets, show));
    boolean same = resources.isEmpty() && packets.sameVerdicts() && packets.attributed().isEmpty();
    return same ? ExitCode.OK.number() : ExitCode.DENIED.number();
  }

  private PacketDifference packets(Resolved before, Resolved after) {
    List<Address> own =
        options.links().stream().flatMap(link -> link.addresses().stream()).toList();
    try {
      return PolicyComparison.compare(
          before.policy(), after.policy(), attribution, own, PolicyComparison.DEFAULT_LIMIT);
    } catch (TooMuchWork e) {
      throw new AgentException(
              ExitCode.USAGE,
              "the policies cannot be compared packet by packet: " + e.getMessage(),
              "compare parts of them, or leave --attribution out")
          .causedBy(e);
    }
  }

  @Override
  boolean take(String word, Words words) {
    switch (word) {
      case "-f", "--filename" -> {
        Optional<List<Path>> more = words.more(files);
        files = more.orElse(files);
        return more.isPresent();
      }
      case "--source" -> {
        Optional<String> said = words.value(word);
        source = said.orElse(source);
        return said.isPresent();
      }
      case "--revision" -> {
        revision = words.number(word).map(Integer::longValue);
        return revision.isPresent();
      }
      case "--show" -> {
        Optional<Integer> said = words.number(word);
        show = said.orElse(show);
        return said.isPresent();
      }
      case "--attribution" -> {
        attribution = true;
        return words.first(word);
      }
      default -> {
        return super.take(word, words);
      }
    }
  }
}
