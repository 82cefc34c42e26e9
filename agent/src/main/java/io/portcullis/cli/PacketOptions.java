package io.portcullis.cli;

import io.portcullis.api.v1.ExplainRequest;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import io.portcullis.policy.resolve.HostLink;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** A packet, as it arrives. */
final class PacketOptions {

  private static final Address UNSET = Address.parse("0.0.0.0");

  @Option(
      names = "--in",
      required = true,
      paramLabel = "LINK",
      description = "The interface it comes in by.")
  private String in = "";

  @Option(
      names = "--from",
      required = true,
      paramLabel = "ADDRESS",
      converter = AddressConverter.class,
      description = "Its source.")
  private Address from = UNSET;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "ADDRESS",
      converter = AddressConverter.class,
      description = "Its destination, before DNAT.")
  private Address to = UNSET;

  // Without a value of its own: picocli takes one for the user's.
  @ArgGroup(multiplicity = "1")
  private @Nullable Layer4 layer4;

  @Option(
      names = "--sport",
      paramLabel = "PORT",
      description = "Its source port (default: ${DEFAULT-VALUE}).",
      defaultValue = "40000")
  private int sourcePort;

  @Option(
      names = "--state",
      description = "What connection tracking says: ${COMPLETION-CANDIDATES} (default: new).",
      defaultValue = "NEW")
  private ConntrackState state = ConntrackState.NEW;

  @Option(
      names = "--local",
      arity = "1",
      paramLabel = "true|false",
      description =
          "Whether the destination is an address of the node (default: whether a link has it).")
  private Optional<Boolean> local = Optional.empty();

  /** One of these says what it carries. */
  static final class Layer4 extends Transport {
    @Option(
        names = "--icmp",
        paramLabel = "TYPE[/CODE]",
        description = "ICMP, or ICMPv6 if the addresses are IPv6.")
    private Optional<String> icmp = Optional.empty();
  }

  /** The packet. */
  Packet packet(CommandLine command, List<HostLink> links) {
    if (from.family() != to.family()) {
      throw new ParameterException(
          command, "--from " + from + " and --to " + to + " are not of one family");
    }
    boolean toLocal =
        local.orElseGet(() -> links.stream().anyMatch(link -> link.addresses().contains(to)));
    int sport = Transport.within(command, "--sport", sourcePort, 65_535);
    Layer4 carries = Optional.ofNullable(layer4).orElseGet(Layer4::new);
    if (carries.icmp.isPresent()) {
      return icmp(command, carries.icmp.get(), toLocal);
    }
    return carries
        .ported(command)
        .map(to16 -> packet(to16.protocol(), sport, to16.port(), toLocal))
        .orElseGet(() -> packet(carries.protocol(command).orElse(0), 0, 0, toLocal));
  }

  private Packet packet(int protocol, int source, int destination, boolean toLocal) {
    return new Packet(in, protocol, from, to, source, destination, 0, 0, state, toLocal);
  }

  /** The same, to be asked of an agent, which knows its links. */
  ExplainRequest.Builder request(CommandLine command) {
    Packet asked = packet(command, List.of());
    ExplainRequest.Builder request =
        ExplainRequest.newBuilder()
            .setLink(asked.inInterface())
            .setProtocol(Integer.toString(asked.protocol()))
            .setSource(asked.source().toString())
            .setDestination(asked.destination().toString())
            .setSourcePort(asked.sourcePort())
            .setDestinationPort(asked.destinationPort())
            .setIcmpType(asked.icmpType())
            .setIcmpCode(asked.icmpCode())
            .setState(asked.state().name());
    local.ifPresent(request::setToLocal);
    return request;
  }

  private Packet icmp(CommandLine command, String text, boolean toLocal) {
    int slash = text.indexOf('/');
    int type = number(command, slash < 0 ? text : text.substring(0, slash));
    int code = slash < 0 ? 0 : number(command, text.substring(slash + 1));
    int protocol = from.family() == Family.V4 ? ProtocolSet.ICMP : ProtocolSet.ICMPV6;
    return new Packet(in, protocol, from, to, 0, 0, type, code, state, toLocal);
  }

  private static int number(CommandLine command, String text) {
    try {
      return Transport.within(command, "--icmp", Integer.parseInt(text), 255);
    } catch (NumberFormatException e) {
      throw new ParameterException(command, "--icmp takes TYPE or TYPE/CODE, such as 8/0", e);
    }
  }
}
