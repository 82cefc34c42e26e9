package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.compiler.interpret.Fork;
import io.portcullis.compiler.interpret.Position;
import io.portcullis.compiler.interpret.Region;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.compiler.interpret.Trace;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Runs ruleset and policy on the lowest corner of a region, for one part of the way, and compares.
 * Notes where runs stopped.
 */
final class Runner {

  final Region region = new Region();
  final Trace trace = new Trace();
  private final RulesetInterpreter interpreter;
  private final Attribution attribution;
  private final Effort effort;
  private final Answer answer = new Answer();

  /** Of the inside of a service. */
  private final Fork fork = new Fork(Known.INSIDE);

  private final Set<Long> seen = new HashSet<>();
  private final List<Stop> stops = new ArrayList<>();
  private boolean asksInterface;
  private String name = "";

  /** Where a part ended: a place, and the rule there that is one to stop at. */
  record Stop(Position position, int rule) {}

  Runner(RulesetInterpreter interpreter, Attribution attribution, Effort effort) {
    this.interpreter = interpreter;
    this.attribution = attribution;
    this.effort = effort;
  }

  /** Forgets where runs stopped; the next ones come in by {@code inInterface}. */
  void start(String inInterface) {
    name = inInterface;
    seen.clear();
    stops.clear();
  }

  /** True if the ruleset asked for the interface anywhere behind an entry, since the beginning. */
  boolean asksInterface() {
    return asksInterface;
  }

  /** Where runs stopped since {@link #start}, each place once. */
  List<Stop> stops() {
    return List.copyOf(stops);
  }

  /** The packet at the region's corner. */
  Packet corner() {
    return Corner.of(region, name);
  }

  /** Runs the ruleset alone. */
  void probe(Part part) {
    region.forget();
    interpreter.run(corner(), trace, region, part.start(), part.hints().stops());
  }

  /** True if the region's packets fare as the boxes of {@code cut} say; the region is narrowed. */
  boolean agrees(Part part, Cut cut) {
    effort.one();
    region.forget();
    Packet packet = corner();
    return agrees(
        part,
        cut,
        packet,
        interpreter.run(packet, trace, region, part.start(), part.hints().stops()));
  }

  /** The same for the first packet of the inside of a service. */
  boolean agreesFirst(Part part, Cut cut) {
    effort.one();
    region.forget();
    Packet packet = corner();
    boolean[] stops = part.hints().stops();
    return agrees(
        part, cut, packet, interpreter.run(packet, trace, region, part.start(), stops, fork));
  }

  /** The same for another one, with the region as the one before left it but for the inside. */
  boolean agreesToo(Part part, Cut cut) {
    effort.one();
    boolean dropped = interpreter.onwards(fork, trace, region, part.hints().stops());
    return agrees(part, cut, fork.first(), dropped);
  }

  /** Compares; of the packet, policy looks at what is settled with its service. */
  private boolean agrees(Part part, Cut cut, Packet packet, boolean dropped) {
    boolean decided;
    if (part.entry()) {
      decided = part.reading().decide(packet, cut, part.to(), region, answer);
    } else {
      answer.clear();
      decided = part.boxes().firstMatch(cut, part.from(), part.to(), region, answer);
    }
    return agrees(part, part.to(), decided, dropped);
  }

  /** The same where boxes are not cut, and any later one may be next. */
  boolean agreesOneByOne(Part part) {
    effort.one();
    region.forget();
    boolean dropped = interpreter.run(corner(), trace, region, part.start(), part.hints().stops());
    int to = trace.stop() == Trace.NONE ? StageHints.END : part.hints().box(trace.stop());
    if (to <= part.from()) {
      return false;
    }
    boolean decided = part.boxes().firstMatch(part.from(), to, region, answer);
    return agrees(part, to, decided, dropped);
  }

  private boolean agrees(Part part, int to, boolean decided, boolean dropped) {
    asksInterface |= !part.entry() && (region.asked() & Dimension.INTERFACE.bit()) != 0;
    if (trace.stop() == Trace.NONE) {
      return decided && attribution.agrees(answer, dropped, trace);
    }
    if (decided
        || part.hints().box(trace.stop()) != to
        || !attribution.agreesOnLogs(answer, trace)) {
      return false;
    }
    if (seen.add((long) trace.stop() << 8 | trace.stopDepth())) {
      stops.add(new Stop(interpreter.stopped(part.start(), trace), trace.stop()));
    }
    return true;
  }
}
