package io.portcullis.cli;

import io.portcullis.agent.Desired;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.Explained;
import io.portcullis.api.v1.ExplainRequest;
import io.portcullis.api.v1.ExplainResponse;
import io.portcullis.policy.packet.Packet;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code portcullis explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  portcullis explain --in eth0 --from 203.0.113.7 --to 192.0.2.11 --tcp 30080",
      "  portcullis explain -f policy/ --node node1 --in eth0 --from 203.0.113.7 \\",
      "      --to 192.0.2.11 --tcp 30080 --why-not office-to-nodeports/0"
    },
    description = {
      "Says which policy, rule, file and line decide a packet: by what the agent enforces, or by"
          + " what files say.",
      "Exits 0 if it is allowed or continues, 1 if it is denied, 2 on an error."
    })
final class ExplainCommand extends RemoteCommand implements Progress.TakesLong {

  @Mixin private PolicyOptions options = new PolicyOptions();
  @Mixin private OptionalFiles files = new OptionalFiles();
  @Mixin private PacketOptions packet = new PacketOptions();

  @Option(
      names = "--why-not",
      paramLabel = "POLICY[/RULE]",
      description =
          "Say also why this policy, or its rule of that number from 0, did not decide. May be"
              + " repeated.")
  private List<String> whyNot = List.of();

  @Option(
      names = "--kernel",
      description =
          "Say also how many packets the kernel counted for what decides, if it holds this policy"
              + " and lets this user look.")
  private boolean kernel;

  @Override
  public Integer call() {
    return files.none() ? byAgent() : byFiles();
  }

  private int byAgent() {
    options.onlyWithFiles(this::misused);
    ExplainRequest request =
        packet
            .request(this::misused)
            .addAllWhyNot(whyNot)
            .setHits(kernel)
            .setTextOnly(output.isText())
            .build();
    ExplainResponse answer = agent.call("Explain", request, ExplainResponse.parser());
    print(!output.isText() ? Json.tree(answer.getJson()) : Map.of(), answer.getText());
    return exit(answer.getDrops());
  }

  private int byFiles() {
    Desired desired = options.desired(files.paths());
    Packet asked = packet.packet(this::misused, options.links());
    Explained explained;
    try {
      explained = Explained.of(desired, asked, whyNot, kernel);
    } catch (IllegalArgumentException e) {
      throw misused("--why-not: " + e.getMessage());
    }
    Findings.warn(err(), desired.findings());
    output.print(explained::tree, explained::text);
    return exit(explained.explanation().decision().drops());
  }

  private static int exit(boolean drops) {
    return drops ? ExitCode.DENIED.number() : ExitCode.OK.number();
  }

  @Override
  boolean take(String word, Words words) {
    return packet.take(word, words) || super.take(word, words);
  }

  @Override
  boolean isComplete() {
    return packet.isComplete();
  }
}
