package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.compiler.interpret.Region;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Goes over all packets of a part of the way: services outside, addresses and source ports (or ICMP
 * types) inside; where the ruleset asks for the source first, sources outside and services inside.
 */
final class PartSweep {

  /** For connections that were let in before: nothing of policy is left. */
  private static final Cut NO_CUT = new Cut(-1, -1, false, false, List.of(), List.of());

  private final Runner runner;
  private final Region region;
  private final Known known;
  private final Failing failing;
  private final GroupSweep groups;
  private final Region whole = new Region();
  private final Space states = new Space(Dimension.STATE);
  // What few services ask is cut first, so that it is cut for those alone.
  private final Space services =
      new Space(Dimension.PROTOCOL, Dimension.DESTINATION_PORT, Dimension.LOCAL);
  private final Space sources = new Space(Dimension.SOURCE);
  private final Space inside =
      new Space(Dimension.SOURCE, Dimension.DESTINATION, Dimension.FIRST_WORD);
  private final Space behindSource = new Space(Dimension.DESTINATION, Dimension.FIRST_WORD);
  private final Space all =
      new Space(
          Dimension.STATE,
          Dimension.LOCAL,
          Dimension.PROTOCOL,
          Dimension.DESTINATION_PORT,
          Dimension.SOURCE,
          Dimension.DESTINATION,
          Dimension.FIRST_WORD);
  private final Space words = new Space(Dimension.FIRST_WORD);
  private final Space noAddresses =
      new Space(
          Dimension.STATE,
          Dimension.PROTOCOL,
          Dimension.DESTINATION_PORT,
          Dimension.LOCAL,
          Dimension.FIRST_WORD);
  private long failures;

  /** Looks at a region that does not hold in parts: a packet to blame, or it holds as a whole. */
  interface Failing {
    Optional<Packet> in(Region region, Part part);
  }

  PartSweep(RulesetInterpreter interpreter, Runner runner, Failing failing) {
    this.runner = runner;
    this.region = runner.region;
    this.known = new Known(interpreter);
    this.failing = failing;
    this.groups = new GroupSweep(interpreter, region);
  }

  /** How many regions did not hold in parts. */
  long failures() {
    return failures;
  }

  /** Forgets what is known. */
  void forget() {
    known.forget();
  }

  /**
   * A packet with which ruleset and policy differ; empty if there is none.
   *
   * @param box all that are gone over, but for their interface and family
   */
  Optional<Packet> of(Part part, Region box) {
    whole.set(box);
    int family = Corner.number(part.family());
    whole.set(Dimension.INTERFACE, 0, 0, 0, 0);
    whole.set(Dimension.FAMILY, 0, family, 0, family);
    region.set(whole);
    if (part.oneByOne()) {
      return oneByOne(part);
    }
    if (!part.entry() && asksSourceFirst(part)) {
      return bySource(part);
    }
    return byService(part, part.boxes().services(part.from(), part.to(), part.entry()), -1);
  }

  private boolean asksSourceFirst(Part part) {
    runner.probe(part);
    int service = Dimension.PROTOCOL.bit() | Dimension.DESTINATION_PORT.bit();
    boolean first =
        (region.asked() & Dimension.SOURCE.bit()) != 0
            && (region.askedBefore(Dimension.SOURCE) & service) == 0
            && (known.asks(part) & service) != 0;
    region.set(whole);
    return first;
  }

  private Optional<Packet> oneByOne(Part part) {
    if (known.groups(part)
        && groups.holds(
            whole, part.family(), () -> agrees(noAddresses, () -> runner.agreesOneByOne(part)))) {
      return Optional.empty();
    }
    all.fill(whole);
    while (all.next(region)) {
      if (!runner.agreesOneByOne(part)) {
        Optional<Packet> packet = fail(part);
        if (packet.isPresent()) {
          return packet;
        }
      }
      all.keepRest(region);
    }
    return Optional.empty();
  }

  /** Goes over a space; false at the first of its regions that does not agree. */
  private boolean agrees(Space space, BooleanSupplier run) {
    space.fill(whole);
    while (space.next(region)) {
      if (!run.getAsBoolean()) {
        return false;
      }
      space.keepRest(region);
    }
    return true;
  }

  private Optional<Packet> bySource(Part part) {
    Sources divided = part.boxes().sources(part.from(), part.to());
    sources.fill(whole);
    while (sources.next(region)) {
      Sources.Of of = divided.at(region);
      Optional<Packet> packet = byService(part, divided.services(of, part.boxes()), of.number());
      if (packet.isPresent()) {
        return packet;
      }
      sources.keepRest(region);
    }
    return Optional.empty();
  }

  /** Goes over states and services, of some sources by their number; below 0 for all. */
  private Optional<Packet> byService(Part part, Services of, int ofSources) {
    Optional<Object> key = Optional.empty();
    boolean first = true;
    long before = failures;
    states.fill(whole);
    while (states.next(region)) {
      Seen seen = ofState(part, of, ofSources, first);
      if (seen.packet.isPresent()) {
        return seen.packet;
      }
      if (first) {
        key = seen.key;
        if (key.filter(known::contains).isPresent()) {
          return Optional.empty();
        }
      }
      first = false;
      states.keepRest(region);
    }
    if (failures == before) {
      key.ifPresent(known::add);
    }
    return Optional.empty();
  }

  /** What going over a state found: a packet to blame, or by what all of it may be known. */
  private record Seen(Optional<Packet> packet, Optional<Object> key) {}

  /** Goes over services of one state, to which the region is narrowed. */
  private Seen ofState(Part part, Services of, int ofSources, boolean firstState) {
    Optional<Object> all = Optional.empty();
    Optional<Object> key = Optional.empty();
    boolean first = true;
    long before = failures;
    services.fill(whole);
    while (services.next(region)) {
      Cut cut = cut(part, of);
      Optional<Packet> packet = inside(part, cut, ofSources >= 0);
      if (packet.isPresent()) {
        return new Seen(packet, all);
      }
      if (first && failures == before) {
        all = firstState ? known(part, ofSources) : Optional.empty();
        key = part.entry() ? ofState(part) : Optional.empty();
        if (all.filter(known::contains).isPresent() || key.filter(known::contains).isPresent()) {
          return new Seen(packet, all);
        }
      }
      first = false;
      services.keepRest(region);
    }
    if (failures == before) {
      key.ifPresent(known::add);
    }
    return new Seen(Optional.empty(), all);
  }

  /** By what all that is gone over may be known, after its first run. */
  private Optional<Object> known(Part part, int ofSources) {
    return part.entry()
        ? known.anInterface(part, runner.trace)
        : ofSources >= 0 ? known.behindSource(part, runner.trace, ofSources) : Optional.empty();
  }

  private Optional<Object> ofState(Part part) {
    if (region.low(Dimension.STATE) != region.lastLow(Dimension.STATE)) {
      return Optional.empty();
    }
    ConntrackState state = Corner.state(region);
    int asks = part.reading().asksService(state) ? 1 : 0;
    return known.aState(part, runner.trace, asks + (part.reading().dropsInvalid(state) ? 2 : 0));
  }

  /** Goes over the inside of a service, and narrows the region to services that are alike. */
  private Optional<Packet> inside(Part part, Cut cut, boolean settled) {
    Space space = settled ? behindSource : inside;
    Optional<Object> key = Optional.empty();
    boolean first = true;
    long before = failures;
    space.fill(whole);
    while (space.next(region)) {
      if (!(first ? runner.agreesFirst(part, cut) : runner.agreesToo(part, cut))) {
        Optional<Packet> packet = fail(part);
        if (packet.isPresent()) {
          return packet;
        }
      } else if (first) {
        key = known.inside(part, runner.trace, cut, settled, knowsProtocol(), held(part, cut));
        if (key.filter(known::contains).isPresent()) {
          narrowAsThat(part, cut);
          return Optional.empty();
        }
      }
      boolean grouped = first && !settled && failures == before && known.groups(part, runner.trace);
      first = false;
      space.keepRest(region);
      if (grouped
          && groups.holds(
              whole, part.family(), () -> agrees(words, () -> runner.agrees(part, cut)))) {
        break;
      }
    }
    if (failures == before) {
      key.ifPresent(known::add);
    }
    return Optional.empty();
  }

  private Optional<Packet> fail(Part part) {
    failures++;
    return failing.in(region, part);
  }

  private Cut cut(Part part, Services of) {
    if (part.entry() && !part.reading().asksService(Corner.state(region))) {
      return NO_CUT;
    }
    if (!part.entry() && of.isEmpty()) {
      return of.empty();
    }
    int protocol = (int) region.low(Dimension.PROTOCOL);
    int port = (int) region.low(Dimension.DESTINATION_PORT);
    region.narrow(Dimension.PROTOCOL, 0, of.lastAlike(protocol));
    region.narrow(Dimension.DESTINATION_PORT, 0, of.lastPort(protocol, port));
    return of.cut(protocol, port);
  }

  /** What of state and destination policy depends on, besides the cut. */
  private int held(Part part, Cut cut) {
    if (!part.entry()) {
      return 0;
    }
    ConntrackState state = Corner.state(region);
    return (part.reading().dropsInvalid(state) ? 1 : 0)
        + (part.reading().failsafesHold(cut, Corner.toLocal(region)) ? 2 : 0);
  }

  /** All that the rest of that may have asked of the service. */
  private void narrowAsThat(Part part, Cut cut) {
    if (part.entry()) {
      region.pin(Dimension.STATE);
    }
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

  /** All packets there are. */
  static Region everything(Family family) {
    long all = family == Family.V4 ? 0 : -1L;
    long low = family == Family.V4 ? 0xffffffffL : -1L;
    Region out = new Region();
    out.set(Dimension.STATE, 0, 0, 0, Corner.LAST_STATE);
    out.set(Dimension.LOCAL, 0, 0, 0, 1);
    out.set(Dimension.PROTOCOL, 0, 0, 0, Dimension.UNKNOWN_PROTOCOL);
    out.set(Dimension.DESTINATION_PORT, 0, 0, 0, 0xffff);
    out.set(Dimension.FIRST_WORD, 0, 0, 0, 0xffff);
    out.set(Dimension.SOURCE, 0, 0, all, low);
    out.set(Dimension.DESTINATION, 0, 0, all, low);
    return out;
  }
}
