package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.compiler.interpret.Trace;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What need not be gone over again: what a packet comes to depends on the chain it has gone to for
 * good, and on what that and policy may still ask. If that is of the inside only, all that leads to
 * the same chain with the same policy left is alike.
 */
final class Known {

  /** Asked of an inside, once the service is settled. */
  static final int INSIDE =
      Dimension.SOURCE.bit() | Dimension.DESTINATION.bit() | Dimension.FIRST_WORD.bit();

  private static final int ADDRESSES = Dimension.SOURCE.bit() | Dimension.DESTINATION.bit();

  private static final int EVERYTHING = (1 << Dimension.COUNT) - 1;

  private final RulesetInterpreter interpreter;
  private final int[] asks;
  private final int[] plainly;
  private final Set<Object> keys = new HashSet<>();

  Known(RulesetInterpreter interpreter) {
    this.interpreter = interpreter;
    this.asks = interpreter.asks();
    this.plainly = interpreter.asksPlainly();
  }

  /** True if the chain that a part begins in asks of addresses only whether they are in sets. */
  boolean groups(Part part) {
    return groups(part.start().chain());
  }

  /** The same of a chain that was gone to before any address was asked. */
  boolean groups(Part part, Trace trace) {
    boolean groups = groups(part);
    for (int i = 0; i < trace.entryCount() && !groups; i++) {
      groups = (trace.entryAsked(i) & INSIDE) == 0 && groups(trace.entryChain(i));
    }
    return groups;
  }

  private boolean groups(int chain) {
    return (asks[chain] & ADDRESSES) != 0 && (plainly[chain] & ADDRESSES) == 0;
  }

  /** What the chain that a part begins in asks, and all behind it. */
  int asks(Part part) {
    return asks[part.start().chain()];
  }

  void forget() {
    keys.clear();
  }

  boolean contains(Object key) {
    return keys.contains(key);
  }

  void add(Object key) {
    keys.add(key);
  }

  /** The chain entered, and the way back from it. */
  private record Entry(Object part, int chain, int back) {}

  private record Inside(
      Entry entry, int cut, boolean settled, boolean icmp, boolean protocolKnown, int held) {}

  private record BehindSource(Entry entry, int sources) {}

  private record Interface(Entry entry) {}

  private record State(Entry entry, int held) {}

  /** All of an interface. */
  Optional<Object> anInterface(Part part, Trace trace) {
    return entry(part, trace, Dimension.INTERFACE.bit(), EVERYTHING & ~Dimension.INTERFACE.bit())
        .map(Interface::new);
  }

  /**
   * All packets of a state.
   *
   * @param held what policy makes of the state
   */
  Optional<Object> aState(Part part, Trace trace, int held) {
    int first = Dimension.INTERFACE.bit() | Dimension.FAMILY.bit() | Dimension.STATE.bit();
    int rest = EVERYTHING & ~(Dimension.INTERFACE.bit() | Dimension.STATE.bit());
    return entry(part, trace, first, rest).map(entry -> new State(entry, held));
  }

  /** All packets of some sources, that are held by the same boxes. */
  Optional<Object> behindSource(Part part, Trace trace, int sources) {
    int source = Dimension.SOURCE.bit() | Dimension.FAMILY.bit();
    int rest = EVERYTHING & ~(Dimension.SOURCE.bit() | Dimension.INTERFACE.bit());
    return entry(part, trace, source, rest).map(entry -> new BehindSource(entry, sources));
  }

  /**
   * All packets of a service.
   *
   * @param settled whether the source is settled too
   * @param protocolKnown whether the protocol can be told
   * @param held what else of its state and destination an entry depends on
   */
  Optional<Object> inside(
      Part part, Trace trace, Cut cut, boolean settled, boolean protocolKnown, int held) {
    int rest = settled ? INSIDE & ~Dimension.SOURCE.bit() : INSIDE;
    Optional<Entry> found = entry(part, trace, EVERYTHING & ~INSIDE, rest);
    if (found.isEmpty() || cut.number() < 0) {
      return Optional.empty();
    }
    if (part.entry()) {
      return Optional.of(
          new Inside(found.get(), cut.number(), settled, cut.icmp(), protocolKnown, held));
    }
    // Without ports or types to look at, it is all one whether there are any.
    boolean words =
        (asks[found.get().chain()] & Dimension.FIRST_WORD.bit()) != 0
            || part.boxes().asksWords(cut);
    return Optional.of(
        new Inside(
            found.get(), cut.list(), settled, words && cut.icmp(), !words || protocolKnown, held));
  }

  /** The first chain gone to after at most {@code before} was asked, that asks only for rest. */
  private Optional<Entry> entry(Part part, Trace trace, int before, int rest) {
    int depth = part.start().depth();
    int back = depth == 0 ? Trace.NONE : interpreter.ruleAt(part.start().back(depth - 1));
    if ((asks(part) & ~rest) == 0 && (depth == 0 || part.hints().stopsAt(back))) {
      return Optional.of(new Entry(part.key(), part.start().chain(), back));
    }
    for (int i = 0; i < trace.entryCount(); i++) {
      int chain = trace.entryChain(i);
      if ((trace.entryAsked(i) & ~before) == 0
          && (asks[chain] & ~rest) == 0
          && trace.entryLogs(i) == 0) {
        return Optional.of(new Entry(part.key(), chain, trace.entryBack(i)));
      }
    }
    return Optional.empty();
  }
}
