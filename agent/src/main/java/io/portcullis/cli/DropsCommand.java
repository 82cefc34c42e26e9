package io.portcullis.cli;

import io.portcullis.api.v1.DeniedPacket;
import io.portcullis.api.v1.DeniedRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code portcullis drops}. */
@Command(
    name = "drops",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  portcullis drops",
      "  portcullis drops --policy deny-rest -n 20 --for 1m"
    },
    description = {
      "Prints packets that are dropped, as they are, each with the rule that denies it, until"
          + " interrupted.",
      "The agent's configuration must have `denied`. With -o json, one object after the other."
    })
final class DropsCommand extends RemoteCommand {

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Only packets that this policy denies.")
  private String policy = "";

  @Option(
      names = "--rate",
      paramLabel = "COUNT",
      defaultValue = "100",
      description = "At most so many a second (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "COUNT",
      defaultValue = "0",
      description = "End after so many (default: never).")
  private int count;

  @Mixin private StreamOptions time = new StreamOptions();

  @Override
  public Integer call() {
    DeniedRequest request =
        DeniedRequest.newBuilder().setPolicy(policy).setPerSecond(rate).setCount(count).build();
    agent.listen(
        "Denied",
        request,
        DeniedPacket.parser(),
        time.millis(line()),
        packet -> print(tree(packet), text(packet)));
    return 0;
  }

  private static String text(DeniedPacket packet) {
    return "%s %s: %s%s%n"
        .formatted(
            Answers.time(packet.getMillis()),
            PacketWords.text(packet.getPacket()),
            PacketWords.decision(
                packet.getReason(), packet.getPolicy(), packet.getRule(), packet.getPosition()),
            packet.getLost() == 0 ? "" : " (before it, " + packet.getLost() + " not told of)");
  }

  private static Map<String, Object> tree(DeniedPacket packet) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("time", Answers.time(packet.getMillis()));
    PacketWords.decision(
        out, packet.getReason(), packet.getPolicy(), packet.getRule(), packet.getPosition());
    out.put("packet", PacketWords.tree(packet.getPacket()));
    out.put("lost", packet.getLost());
    return out;
  }
}
