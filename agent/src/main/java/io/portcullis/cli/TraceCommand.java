package io.portcullis.cli;

import io.portcullis.api.v1.PacketTrace;
import io.portcullis.api.v1.TraceRequest;
import io.portcullis.api.v1.TraceStep;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code portcullis trace}. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the way of real packets through the kernel's rules, as they come, with the policies"
          + " behind these.",
      "Options say which packets; what is left out may be anything. Nothing is left in the kernel"
          + " when it ends, however it ends. With -o json, one object after the other."
    })
final class TraceCommand extends RemoteCommand {

  @Option(names = "--in", paramLabel = "LINK", description = "The interface they come in by.")
  private Optional<String> in = Optional.empty();

  @Option(names = "--from", paramLabel = "ADDRESS", description = "Their source.")
  private Optional<String> from = Optional.empty();

  @Option(names = "--to", paramLabel = "ADDRESS", description = "Their destination, before DNAT.")
  private Optional<String> to = Optional.empty();

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      description = "tcp, udp, udplite, sctp, icmp, icmpv6 or a number.")
  private Optional<String> protocol = Optional.empty();

  @Option(names = "--tcp", paramLabel = "PORT", description = "TCP to this port.")
  private Optional<Integer> tcp = Optional.empty();

  @Option(names = "--udp", paramLabel = "PORT", description = "UDP to this port.")
  private Optional<Integer> udp = Optional.empty();

  @Option(names = "--sport", paramLabel = "PORT", description = "From this port.")
  private Optional<Integer> sourcePort = Optional.empty();

  @Option(
      names = {"-n", "--count"},
      paramLabel = "COUNT",
      defaultValue = "1",
      description = "End after so many (default: ${DEFAULT-VALUE}).")
  private int count;

  @Mixin private StreamOptions time = new StreamOptions();

  @Override
  public Integer call() {
    TraceRequest.Builder request = TraceRequest.newBuilder().setCount(count);
    in.ifPresent(request::setLink);
    from.ifPresent(request::setSource);
    to.ifPresent(request::setDestination);
    sourcePort.ifPresent(request::setSourcePort);
    if (Stream.of(tcp, udp, protocol).filter(Optional::isPresent).count() > 1) {
      throw new ParameterException(spec.commandLine(), "one of --tcp, --udp and --protocol");
    }
    protocol
        .or(() -> tcp.map(port -> "tcp"))
        .or(() -> udp.map(port -> "udp"))
        .ifPresent(request::setProtocol);
    tcp.or(() -> udp).ifPresent(request::setDestinationPort);
    spec.commandLine().getErr().println("portcullis: waiting for such packets");
    spec.commandLine().getErr().flush();
    agent.listen(
        "Trace",
        request.build(),
        PacketTrace.parser(),
        time.millis(spec.commandLine()),
        packet -> print(tree(packet), text(packet)));
    return 0;
  }

  private static String text(PacketTrace packet) {
    StringBuilder out = new StringBuilder();
    out.append(PacketWords.text(packet.getPacket()))
        .append('\n')
        .append(packet.getDrops() ? "  dropped" : "  continues")
        .append(packet.getReason().isEmpty() ? "" : ": " + decision(packet))
        .append('\n');
    for (TraceStep step : packet.getStepsList()) {
      out.append(
          "    %s %s%s  %s%s%n"
              .formatted(
                  step.getTable(),
                  step.getChain(),
                  step.getIndex() < 0 ? "" : "[" + step.getIndex() + "]",
                  step.getVerdict(),
                  step.getComment().isEmpty() ? "" : "  # " + step.getComment()));
    }
    return out.toString();
  }

  private static String decision(PacketTrace packet) {
    return PacketWords.decision(
        packet.getReason(), packet.getPolicy(), packet.getRule(), packet.getPosition());
  }

  private static Map<String, Object> tree(PacketTrace packet) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("verdict", packet.getDrops() ? "drop" : "continue");
    PacketWords.decision(
        out, packet.getReason(), packet.getPolicy(), packet.getRule(), packet.getPosition());
    out.put("packet", PacketWords.tree(packet.getPacket()));
    out.put("steps", packet.getStepsList().stream().map(TraceCommand::tree).toList());
    return out;
  }

  private static Map<String, Object> tree(TraceStep step) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("table", step.getTable());
    out.put("chain", step.getChain());
    if (step.getIndex() >= 0) {
      out.put("rule", step.getIndex());
    }
    out.put("verdict", step.getVerdict());
    out.put("comment", step.getComment());
    return out;
  }
}
