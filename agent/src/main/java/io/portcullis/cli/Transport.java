package io.portcullis.cli;

import io.portcullis.policy.effective.ProtocolSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What a packet carries: one of these options. Which of them may be said, a group says. */
class Transport {

  private static final int UDPLITE = 136;

  private static final Map<String, Integer> NAMES =
      Map.of(
          "tcp", ProtocolSet.TCP,
          "udp", ProtocolSet.UDP,
          "udplite", UDPLITE,
          "sctp", ProtocolSet.SCTP,
          "icmp", ProtocolSet.ICMP,
          "icmpv6", ProtocolSet.ICMPV6);

  @Option(names = "--tcp", paramLabel = "PORT", description = "TCP to this port.")
  private Optional<Integer> tcp = Optional.empty();

  @Option(names = "--udp", paramLabel = "PORT", description = "UDP to this port.")
  private Optional<Integer> udp = Optional.empty();

  @Option(names = "--sctp", paramLabel = "PORT", description = "SCTP to this port.")
  private Optional<Integer> sctp = Optional.empty();

  @Option(
      names = "--protocol",
      paramLabel = "PROTOCOL",
      description = "Any other: tcp, udp, udplite, sctp, icmp, icmpv6 or a number.")
  private Optional<String> other = Optional.empty();

  /** A protocol with ports, and the port that was said. */
  record Ported(int protocol, int port) {}

  /** Protocol and port, if that was said. */
  final Optional<Ported> ported(CommandLine command) {
    return Stream.of(
            ported(command, "--tcp", ProtocolSet.TCP, tcp),
            ported(command, "--udp", ProtocolSet.UDP, udp),
            ported(command, "--sctp", ProtocolSet.SCTP, sctp))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Ported> ported(
      CommandLine command, String option, int protocol, Optional<Integer> port) {
    return port.map(number -> new Ported(protocol, within(command, option, number, 65_535)));
  }

  /** The protocol alone, if that was said. */
  final Optional<Integer> protocol(CommandLine command) {
    return other.map(
        text -> {
          Integer known = NAMES.get(text.toLowerCase(Locale.ROOT));
          if (known == null && !text.matches("[0-9]{1,3}")) {
            throw new ParameterException(
                command,
                "--protocol is tcp, udp, udplite, sctp, icmp, icmpv6 or a number, not " + text);
          }
          return known != null ? known : within(command, "--protocol", Integer.parseInt(text), 255);
        });
  }

  /** A number that an option takes. */
  static int within(CommandLine command, String option, int value, int max) {
    if (value < 0 || value > max) {
      throw new ParameterException(
          command, option + " is a number from 0 to " + max + ", not " + value);
    }
    return value;
  }
}
