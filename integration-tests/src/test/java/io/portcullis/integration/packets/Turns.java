package io.portcullis.integration.packets;

import io.portcullis.integration.packets.Arena.Connections;
import io.portcullis.integration.packets.Sender.Took;
import java.io.IOException;
import java.util.Optional;

/** One ruleset's part in measuring one kind of packets. */
final class Turns {

  /** Packets of which connection tracking's opinion is asked beforehand. */
  private static final int ASKED = 512;

  private static final int FEWEST = 16;

  /** What takes as many packets needs nothing to warm up: its first ones are few of them. */
  private static final int WARM = 1 << 14;

  private final String name;
  private final Arena arena;
  private final PacketStream.Kind kind;
  private final double[] figures;
  private final int most;
  private final Connections connections;
  private final long acceptedBefore;
  private int count;
  private long sent;

  /**
   * Finds out how many packets a turn has; the arena's senders hold the stream. All of its packets
   * once, if time allows: to begin and to end a call of the driver takes the kernel half a
   * millisecond to one and a half, which is 4 to 12 ns a packet then, and the same for all
   * rulesets.
   */
  Turns(String name, Arena arena, PacketStream.Kind kind, Effort effort) throws IOException {
    this.name = name;
    this.arena = arena;
    this.kind = kind;
    this.figures = new double[effort.rounds()];
    this.most = effort.records();
    this.connections = arena.connections(ASKED);
    this.acceptedBefore = arena.accepted();
    this.count = FEWEST;
    double nanos = send();
    this.count = (int) Math.max(FEWEST, Math.min(256 * FEWEST, effort.nanos() / (4 * nanos)));
    nanos = send();
    this.count = (int) Math.max(FEWEST, Math.min(most, effort.nanos() / nanos));
  }

  /** Takes a turn; a short one after an eighth of it that warms the caches. */
  void take(int round) throws IOException {
    if (count < WARM) {
      int all = count;
      count = Math.max(FEWEST, all / 8);
      double unused = send();
      count = all;
    }
    figures[round] = send();
  }

  /** Has all senders send, and gives the nanoseconds that a packet took one of them. */
  private double send() throws IOException {
    for (Sender sender : arena.senders()) {
      sender.begin(count);
    }
    long cpu = 0;
    for (Sender sender : arena.senders()) {
      Took took = sender.end();
      cpu += took.cpu();
      sent += count;
    }
    return (double) cpu / count / arena.senders().size();
  }

  String name() {
    return name;
  }

  Figures figures() {
    return new Figures(figures);
  }

  long sent() {
    return sent;
  }

  /** What is wrong with the verdicts of all packets so far. */
  Optional<String> wrong() {
    boolean established = kind == PacketStream.Kind.ESTABLISHED;
    Connections wanted = new Connections(established ? 0 : ASKED, established ? ASKED : 0);
    if (!connections.equals(wanted)) {
      return Optional.of(
          "of %d packets, connection tracking called %d new and %d established"
              .formatted(ASKED, connections.fresh(), connections.established()));
    }
    long accepted = arena.accepted() - acceptedBefore;
    long should = kind.accepted() ? sent : 0;
    return accepted == should
        ? Optional.empty()
        : Optional.of(
            "accepted %,d of %,d packets instead of %,d".formatted(accepted, sent, should));
  }
}
