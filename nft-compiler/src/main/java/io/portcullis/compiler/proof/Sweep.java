package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.compiler.interpret.Region;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.compiler.interpret.Trace;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Goes over all packets of one interface after the other: services outside, addresses and source
 * ports (or ICMP types) inside. Where the ruleset has gone for good to a chain that asks of a
 * packet no more than the inside, and the same chain has been proven for the same {@link Cut}, the
 * inside is proven already; likewise a whole interface that goes where another went.
 */
final class Sweep {

  static final int INSIDE =
      Dimension.SOURCE.bit() | Dimension.DESTINATION.bit() | Dimension.FIRST_WORD.bit();
  private static final int EVERYTHING = (1 << Dimension.COUNT) - 1;
  private static final int LAST_PORT = PortSet.COUNT - 1;

  /** For connections that were let in before: nothing of policy is left. */
  private static final Cut NO_CUT = new Cut(-1, false, false, List.of(), List.of());

  private final RulesetInterpreter interpreter;
  private final int[] asks;
  private final Attribution attribution;
  private final Effort effort;
  private final StagedSweep staged;
  private final Region region = new Region();
  private final Trace trace = new Trace();
  private final Answer answer = new Answer();
  private final Space services =
      new Space(
          Dimension.FAMILY,
          Dimension.STATE,
          Dimension.LOCAL,
          Dimension.PROTOCOL,
          Dimension.DESTINATION_PORT);
  private final Space inside =
      new Space(Dimension.SOURCE, Dimension.DESTINATION, Dimension.FIRST_WORD);
  private final Set<Whole> provenWhole = new HashSet<>();
  private final Set<Part> provenParts = new HashSet<>();

  /** A policy and where the ruleset goes before it asks for more than the interface. */
  private record Whole(Reading reading, int chain) {}

  /** What is left of policy and ruleset alike, once the service is settled. */
  private record Part(
      Reading reading, int chain, int cut, boolean invalid, boolean failsafe, boolean known) {}

  Sweep(RulesetInterpreter interpreter, Attribution attribution, StageHints hints, long limit) {
    this.interpreter = interpreter;
    this.asks = interpreter.asks();
    this.attribution = attribution;
    this.effort = new Effort(limit);
    this.staged = new StagedSweep(interpreter, attribution, hints, region, effort);
  }

  /** How many representatives were tried so far. */
  long regions() {
    return effort.regions();
  }

  /** A packet that comes in by {@code name} with which the two differ; empty if there is none. */
  Optional<Packet> of(String name, Reading reading) {
    Optional<Whole> whole = Optional.empty();
    region.set(Dimension.INTERFACE, 0, 0, 0, 0);
    services.fill(0, 1, 0, Corner.LAST_STATE, 0, 1, 0, Dimension.UNKNOWN_PROTOCOL, 0, LAST_PORT);
    boolean first = true;
    while (services.next(region)) {
      Optional<Packet> differing = service(name, reading);
      if (differing.isPresent()) {
        return differing;
      }
      if (first) {
        first = false;
        whole = whole(reading);
        if (whole.filter(provenWhole::contains).isPresent()) {
          return Optional.empty();
        }
      }
      services.keepRest(region);
    }
    whole.ifPresent(provenWhole::add);
    return Optional.empty();
  }

  /** Goes over the inside of a service, and narrows the region to services that are alike. */
  private Optional<Packet> service(String name, Reading reading) {
    Cut cut = cut(reading);
    if (cut.number() >= 0 && staged.proves(name, reading, cut)) {
      return Optional.empty();
    }
    // What does not hold in stages may hold all the same; or this finds the packet.
    Optional<Part> part = Optional.empty();
    if (Corner.family(region) == Family.V4) {
      inside.fill(0, 0xffffffffL, 0, 0xffffffffL, 0, LAST_PORT);
    } else {
      inside.fill(-1L, -1L, -1L, -1L, 0, LAST_PORT);
    }
    boolean first = true;
    while (inside.next(region)) {
      effort.one();
      region.forget();
      Packet packet = Corner.of(region, name);
      boolean dropped = interpreter.run(packet, trace, region);
      reading.decide(packet, cut, region, answer);
      if (!attribution.agrees(answer, dropped, trace)) {
        return Optional.of(packet);
      }
      if (first) {
        first = false;
        part = part(reading, cut);
        if (part.filter(provenParts::contains).isPresent()) {
          narrowAsThatPart(cut);
          return Optional.empty();
        }
      }
      inside.keepRest(region);
    }
    part.ifPresent(provenParts::add);
    return Optional.empty();
  }

  private Cut cut(Reading reading) {
    if (!reading.asksService(Corner.state(region))) {
      return NO_CUT;
    }
    region.pin(Dimension.FAMILY);
    Services of = reading.services(Corner.family(region));
    int protocol = (int) region.low(Dimension.PROTOCOL);
    int port = (int) region.low(Dimension.DESTINATION_PORT);
    region.narrow(Dimension.PROTOCOL, 0, of.lastAlike(protocol));
    region.narrow(Dimension.DESTINATION_PORT, 0, of.lastPort(protocol, port));
    return of.cut(protocol, port);
  }

  /** All that the rest of that part may have asked of the service. */
  private void narrowAsThatPart(Cut cut) {
    region.pin(Dimension.FAMILY);
    region.pin(Dimension.STATE);
    if (knowsProtocol()) {
      region.narrow(Dimension.PROTOCOL, 0, ProtocolSet.COUNT - 1);
    }
    if (!cut.failsafes().isEmpty()) {
      region.pin(Dimension.LOCAL);
    }
  }

  private boolean knowsProtocol() {
    return region.low(Dimension.PROTOCOL) != Dimension.UNKNOWN_PROTOCOL;
  }

  private Optional<Whole> whole(Reading reading) {
    int chain = entered(Dimension.INTERFACE.bit(), EVERYTHING & ~Dimension.INTERFACE.bit());
    return chain < 0 ? Optional.empty() : Optional.of(new Whole(reading, chain));
  }

  private Optional<Part> part(Reading reading, Cut cut) {
    int chain = entered(EVERYTHING & ~INSIDE, INSIDE);
    if (chain < 0 || cut.number() < 0) {
      return Optional.empty();
    }
    ConntrackState state = Corner.state(region);
    return Optional.of(
        new Part(
            reading,
            chain,
            cut.number(),
            reading.dropsInvalid(state),
            reading.failsafesHold(cut, Corner.toLocal(region)),
            knowsProtocol()));
  }

  /**
   * The first chain gone to after at most {@code before} was asked, and that asks only for rest.
   */
  private int entered(int before, int rest) {
    for (int i = 0; i < trace.entryCount(); i++) {
      int chain = trace.entryChain(i);
      if ((trace.entryAsked(i) & ~before) == 0
          && (asks[chain] & ~rest) == 0
          && trace.entryLogs(i) == 0) {
        return chain;
      }
    }
    return -1;
  }
}
