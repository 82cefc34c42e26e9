package io.portcullis.cli;

import io.portcullis.api.v1.PacketTrace;
import io.portcullis.api.v1.TraceRequest;
import io.portcullis.api.v1.TraceStep;
import io.portcullis.policy.address.Address;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code portcullis trace}. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  portcullis trace --in eth0 --from 203.0.113.7 --tcp 30080",
      "  portcullis trace --udp 53 -n 10 --for 30s -o json"
    },
    description = {
      "Prints the way of real packets through the kernel's rules, as they come, with the policies"
          + " behind these.",
      "Options say which packets; what is left out may be anything. Nothing is left in the kernel"
          + " when it ends, however it ends. With -o json, one object after the other."
    })
final class TraceCommand extends RemoteCommand {

  @Option(names = "--in", paramLabel = "LINK", description = "The interface they come in by.")
  private Optional<String> in = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "ADDRESS",
      converter = AddressConverter.class,
      description = "Their source.")
  private Optional<Address> from = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "ADDRESS",
      converter = AddressConverter.class,
      description = "Their destination, before DNAT.")
  private Optional<Address> to = Optional.empty();

  // Without a value of its own: picocli takes one for the user's.
  @ArgGroup private @Nullable Transport transport;

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
    from.map(Address::toString).ifPresent(request::setSource);
    to.map(Address::toString).ifPresent(request::setDestination);
    sourcePort.ifPresent(request::setSourcePort);
    Transport carries = Optional.ofNullable(transport).orElseGet(Transport::new);
    Optional<Transport.Ported> ported = carries.ported(this::misused);
    ported
        .map(Transport.Ported::protocol)
        .or(() -> carries.protocol(this::misused))
        .ifPresent(number -> request.setProtocol(Integer.toString(number)));
    ported.ifPresent(port -> request.setDestinationPort(port.port()));
    err().println("portcullis: waiting for such packets");
    err().flush();
    agent.listen(
        "Trace",
        request.build(),
        PacketTrace.parser(),
        time.millis(line()),
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
