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
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

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
  private int sourcePort = 40_000;

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
  Packet packet(Misuse misuse, List<HostLink> links) {
    if (from.family() != to.family()) {
      throw misuse.because("--from " + from + " and --to " + to + " are not of one family");
    }
    boolean toLocal =
        local.orElseGet(() -> links.stream().anyMatch(link -> link.addresses().contains(to)));
    int sport = Transport.within(misuse, "--sport", sourcePort, 65_535);
    Layer4 carries = Optional.ofNullable(layer4).orElseGet(Layer4::new);
    if (carries.icmp.isPresent()) {
      return icmp(misuse, carries.icmp.get(), toLocal);
    }
    return carries
        .ported(misuse)
        .map(to16 -> packet(to16.protocol(), sport, to16.port(), toLocal))
        .orElseGet(() -> packet(carries.protocol(misuse).orElse(0), 0, 0, toLocal));
  }

  private Packet packet(int protocol, int source, int destination, boolean toLocal) {
    return new Packet(in, protocol, from, to, source, destination, 0, 0, state, toLocal);
  }

  /** The same, to be asked of an agent, which knows its links. */
  ExplainRequest.Builder request(Misuse misuse) {
    Packet asked = packet(misuse, List.of());
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

  private Packet icmp(Misuse misuse, String text, boolean toLocal) {
    int slash = text.indexOf('/');
    int type = number(misuse, slash < 0 ? text : text.substring(0, slash));
    int code = slash < 0 ? 0 : number(misuse, text.substring(slash + 1));
    int protocol = from.family() == Family.V4 ? ProtocolSet.ICMP : ProtocolSet.ICMPV6;
    return new Packet(in, protocol, from, to, 0, 0, type, code, state, toLocal);
  }

  private static int number(Misuse misuse, String text) {
    try {
      return Transport.within(misuse, "--icmp", Integer.parseInt(text), 255);
    } catch (NumberFormatException e) {
      throw misuse.because("--icmp takes TYPE or TYPE/CODE, such as 8/0");
    }
  }

  /** As {@link RemoteCommand#take}; of what a packet carries, TCP and UDP. */
  boolean take(String word, Words words) {
    switch (word) {
      case "--in" -> {
        Optional<String> link = words.value(word);
        in = link.orElse(in);
        return link.isPresent();
      }
      case "--from" -> {
        Optional<Address> source = words.value(word).flatMap(PacketOptions::address);
        from = source.orElse(from);
        return source.isPresent();
      }
      case "--to" -> {
        Optional<Address> destination = words.value(word).flatMap(PacketOptions::address);
        to = destination.orElse(to);
        return destination.isPresent();
      }
      case "--tcp", "--udp" -> {
        Layer4 carried = new Layer4();
        boolean taken = layer4 == null && carried.take(word, words);
        layer4 = carried;
        return taken;
      }
      case "--sport" -> {
        Optional<Integer> port = words.number(word);
        sourcePort = port.orElse(sourcePort);
        return port.isPresent();
      }
      default -> {
        return false;
      }
    }
  }

  private static Optional<Address> address(String text) {
    try {
      return Optional.of(Address.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** As {@link RemoteCommand#isComplete}. */
  @SuppressWarnings("ReferenceEquality") // 0.0.0.0 can be said, too.
  boolean isComplete() {
    return !in.isEmpty() && from != UNSET && to != UNSET && layer4 != null;
  }
}
