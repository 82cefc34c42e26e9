package io.portcullis.cli;

import io.portcullis.policy.effective.ProtocolSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

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
  final Optional<Ported> ported(Misuse misuse) {
    return Stream.of(
            ported(misuse, "--tcp", ProtocolSet.TCP, tcp),
            ported(misuse, "--udp", ProtocolSet.UDP, udp),
            ported(misuse, "--sctp", ProtocolSet.SCTP, sctp))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Ported> ported(
      Misuse misuse, String option, int protocol, Optional<Integer> port) {
    return port.map(number -> new Ported(protocol, within(misuse, option, number, 65_535)));
  }

  /** The protocol alone, if that was said. */
  final Optional<Integer> protocol(Misuse misuse) {
    return other.map(
        text -> {
          Integer known = NAMES.get(text.toLowerCase(Locale.ROOT));
          if (known == null && !text.matches("[0-9]{1,3}")) {
            throw misuse.because(
                "--protocol is tcp, udp, udplite, sctp, icmp, icmpv6 or a number, not " + text);
          }
          return known != null ? known : within(misuse, "--protocol", Integer.parseInt(text), 255);
        });
  }

  /** A number that an option takes. */
  static int within(Misuse misuse, String option, int value, int max) {
    if (value < 0 || value > max) {
      throw misuse.because(option + " is a number from 0 to " + max + ", not " + value);
    }
    return value;
  }

  /** As {@link RemoteCommand#take}. */
  final boolean take(String word, Words words) {
    Optional<Integer> port = words.number(word);
    if (word.equals("--tcp")) {
      tcp = port;
    } else {
      udp = port;
    }
    return port.isPresent();
  }
}
