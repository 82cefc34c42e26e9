package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Position;
import io.portcullis.compiler.interpret.Region;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Goes over all packets of one interface after the other, part of the way by part. A part is proven
 * for all packets, whichever of them get there: if then what reaches its end has not been decided
 * by the boxes up to there, the rest is a part of its own. So parts cost the sum of their regions,
 * not the product. What does not hold in parts is gone over from beginning to end, once more: that
 * finds the packet to blame, or proves it.
 */
final class Sweep {

  private final RulesetInterpreter interpreter;
  private final StageHints hints;
  private final Region v4;
  private final Region v6;
  private final Runner runner;
  private final Runner plainRunner;
  private final PartSweep parts;
  private final PartSweep plain;
  private final Set<Part.Key> proven = new HashSet<>();
  private final Map<Part.Key, Hints> known = new HashMap<>();
  private String name = "";

  /**
   * Makes one.
   *
   * @param v4 which IPv4 packets to go over
   * @param v6 which IPv6 packets to go over
   */
  Sweep(
      RulesetInterpreter interpreter,
      Attribution attribution,
      StageHints hints,
      Effort effort,
      Region v4,
      Region v6) {
    this.interpreter = interpreter;
    this.hints = hints;
    this.v4 = v4;
    this.v6 = v6;
    runner = new Runner(interpreter, attribution, effort);
    plainRunner = new Runner(interpreter, attribution, effort);
    parts = new PartSweep(interpreter, runner, this::directly);
    plain =
        new PartSweep(
            interpreter, plainRunner, (region, part) -> Optional.of(plainRunner.corner()));
  }

  /** A packet that comes in by {@code name} with which the two differ; empty if there is none. */
  Optional<Packet> of(String inInterface, Reading reading) {
    name = inInterface;
    for (Family family : Family.values()) {
      Optional<Packet> packet = of(reading, family);
      if (packet.isPresent()) {
        return packet;
      }
    }
    return Optional.empty();
  }

  private Optional<Packet> of(Reading reading, Family family) {
    Region box = family == Family.V4 ? v4 : v6;
    Part whole = Part.whole(reading, family, interpreter.start());
    Hints of = known.computeIfAbsent(whole.key(), key -> hints.of(reading, family));
    ArrayDeque<Part> open = new ArrayDeque<>();
    open.add(
        of.isEmpty()
            ? whole
            : new Part(reading, family, interpreter.start(), 0, of.next(-1), of, true, false));
    long before = parts.failures();
    while (!open.isEmpty()) {
      Part part = open.remove();
      if (!part.entry() && !proven.add(part.key())) {
        continue;
      }
      runner.start(name);
      Optional<Packet> packet = parts.of(part, box);
      if (packet.isPresent()) {
        return packet;
      }
      runner.stops().forEach(stop -> open.add(after(part, stop, of)));
    }
    if (parts.failures() != before || runner.asksInterface()) {
      // Some of it was proven for this interface alone.
      parts.forget();
      proven.clear();
    }
    return Optional.empty();
  }

  /** The part behind a place where another one stops. */
  private Part after(Part part, Runner.Stop stop, Hints of) {
    int from = part.hints().box(stop.rule());
    if (part.oneByOne() && !of.stopsAt(stop.rule()) && part.isBeside(stop.position())) {
      return part.at(stop.position(), from);
    }
    int to = part.oneByOne() && !of.stopsAt(stop.rule()) ? part.to() : of.next(from);
    Position start = interpreter.settle(stop.position());
    return hints
        .oneByOne(of, part.boxes(), start, from, to)
        .map(more -> new Part(part.reading(), part.family(), start, from, to, more, false, true))
        .orElseGet(
            () -> new Part(part.reading(), part.family(), start, from, to, of, false, false));
  }

  /** All that a region holds, from beginning to end. */
  private Optional<Packet> directly(Region region, Part part) {
    plainRunner.start(name);
    plain.forget();
    Region box = new Region();
    box.set(region);
    return plain.of(Part.whole(part.reading(), part.family(), interpreter.start()), box);
  }
}
