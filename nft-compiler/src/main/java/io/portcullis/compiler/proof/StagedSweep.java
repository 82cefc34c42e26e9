package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.compiler.interpret.Region;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.compiler.interpret.Trace;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Proves a service part by part, where the ruleset decides in stages. A part begins at a rule that
 * is reached without a way back, with some boxes of policy behind it, and ends at the next such
 * rule or at a verdict. It is proven for all addresses, whichever of them get there: if then what
 * reaches the end has not been decided by the boxes up to there, the rest is a part of its own.
 *
 * <p>So two parts cost the sum of their regions, not the product. And a part that asks for nothing
 * but addresses is proven once for all services of which it has the same boxes.
 */
final class StagedSweep {

  private static final int INSIDE = Sweep.INSIDE;
  private static final int EVERYTHING = (1 << Dimension.COUNT) - 1;
  private static final int FAILED = -2;

  private final RulesetInterpreter interpreter;
  private final int[] asks;
  private final Attribution attribution;
  private final StageHints hints;
  private final Region region;
  private final Effort effort;
  private final Trace trace = new Trace();
  private final Answer answer = new Answer();
  private final Space inside =
      new Space(Dimension.SOURCE, Dimension.DESTINATION, Dimension.FIRST_WORD);
  private final Map<List<Integer>, Integer> boxLists = new HashMap<>();
  private final Map<Part, Integer> proven = new HashMap<>();

  /** What a part depends on once its services are settled. Its value is where it stops. */
  private record Part(
      Reading reading,
      Family family,
      int start,
      int chain,
      int back,
      int boxes,
      boolean icmp,
      boolean known) {}

  StagedSweep(
      RulesetInterpreter interpreter,
      Attribution attribution,
      StageHints hints,
      Region region,
      Effort effort) {
    this.interpreter = interpreter;
    this.asks = interpreter.asks();
    this.attribution = attribution;
    this.hints = hints;
    this.region = region;
    this.effort = effort;
  }

  /** True if all of the service at the region's corner is proven; the region is narrowed. */
  boolean proves(String name, Reading reading, Cut cut) {
    Family family = Corner.family(region);
    StageHints.Of of = hints.of(reading, family);
    if (of.stops().length == 0) {
      return false;
    }
    ArrayDeque<Integer> open = new ArrayDeque<>(List.of(Trace.NONE));
    Set<Integer> seen = new HashSet<>();
    while (!open.isEmpty()) {
      int stop = part(name, reading, cut, of, open.remove());
      if (stop == FAILED) {
        return false;
      }
      if (stop != Trace.NONE && seen.add(stop)) {
        open.add(stop);
      }
    }
    return true;
  }

  /** Goes over one part, and says where it stops: {@link Trace#NONE} if nowhere. */
  private int part(String name, Reading reading, Cut cut, StageHints.Of of, int start) {
    boolean base = start == Trace.NONE;
    int from = base ? 0 : of.boxes().getOrDefault(start, 0);
    int to = base ? of.next(-1) : of.next(from);
    fill(Corner.family(region));
    Part part = null;
    int stopped = Trace.NONE;
    boolean first = true;
    while (inside.next(region)) {
      effort.one();
      region.forget();
      Packet packet = Corner.of(region, name);
      boolean dropped = interpreter.run(packet, trace, region, start, of.stops());
      if (!agrees(packet, dropped, reading, cut, of, base, from, to)) {
        return FAILED;
      }
      if (trace.stop() != Trace.NONE) {
        if (stopped != Trace.NONE && stopped != trace.stop()) {
          return FAILED;
        }
        stopped = trace.stop();
      }
      if (first && !base) {
        first = false;
        part = of(reading, cut, start, from, to);
        Integer known = part == null ? null : proven.get(part);
        if (known != null) {
          narrowAsThatPart();
          return known;
        }
      }
      inside.keepRest(region);
    }
    if (part != null) {
      proven.put(part, stopped);
    }
    return stopped;
  }

  private void fill(Family family) {
    long all = family == Family.V4 ? 0 : -1L;
    long low = family == Family.V4 ? 0xffffffffL : -1L;
    inside.fill(all, low, all, low, 0, PortSet.COUNT - 1);
  }

  /** Boxes up to {@code to} decide as the ruleset does, or else both come to the same stop. */
  private boolean agrees(
      Packet packet,
      boolean dropped,
      Reading reading,
      Cut cut,
      StageHints.Of of,
      boolean base,
      int from,
      int to) {
    boolean decided =
        base
            ? reading.decide(packet, cut, to, region, answer)
            : reading.decide(packet.family(), cut, from, to, region, answer);
    if (trace.stop() == Trace.NONE) {
      return decided && attribution.agrees(answer, dropped, trace);
    }
    return !decided
        && of.boxes().getOrDefault(trace.stop(), -1) == to
        && attribution.agreesOnLogs(answer, trace);
  }

  private @org.jspecify.annotations.Nullable Part of(
      Reading reading, Cut cut, int start, int from, int to) {
    for (int i = 0; i < trace.entryCount(); i++) {
      int chain = trace.entryChain(i);
      if ((trace.entryAsked(i) & INSIDE) == 0
          && (asks[chain] & EVERYTHING & ~INSIDE) == 0
          && trace.entryLogs(i) == 0) {
        List<Integer> boxes = cut.boxes(from, to);
        Integer number = boxLists.get(boxes);
        if (number == null) {
          number = boxLists.size();
          boxLists.put(List.copyOf(boxes), number);
        }
        boolean words =
            (asks[chain] & Dimension.FIRST_WORD.bit()) != 0
                || reading.asksWords(Corner.family(region), boxes);
        return new Part(
            reading,
            Corner.family(region),
            start,
            chain,
            trace.entryBack(i),
            number,
            words && cut.icmp(),
            !words || knowsProtocol());
      }
    }
    return null;
  }

  private boolean knowsProtocol() {
    return region.low(Dimension.PROTOCOL) != Dimension.UNKNOWN_PROTOCOL;
  }

  private void narrowAsThatPart() {
    region.pin(Dimension.FAMILY);
    if (knowsProtocol()) {
      region.narrow(Dimension.PROTOCOL, 0, ProtocolSet.COUNT - 1);
    }
  }
}
