package io.portcullis.compiler.interpret;

import io.portcullis.compiler.Place;
import io.portcullis.netlink.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@link Trace} in words: numbers become places, sets and keys. */
final class Retelling {

  private final Program program;
  private final Trace trace;

  Retelling(Program program, Trace trace) {
    this.program = program;
    this.trace = trace;
  }

  Interpretation of(boolean dropped) {
    List<Place> path = new ArrayList<>();
    for (int i = 0; i < trace.length(); i++) {
      path.add(place(trace.ruleAt(i)));
    }
    List<Place> logs = new ArrayList<>();
    for (int i = 0; i < trace.logCount(); i++) {
      logs.add(place(trace.logAt(i)));
    }
    List<CounterHit> counters = new ArrayList<>();
    for (int i = 0; i < trace.counterCount(); i++) {
      int set = trace.counterSet(i);
      int number = trace.counterNumber(i);
      counters.add(
          set < 0
              ? new CounterHit.OfRule(place(number))
              : new CounterHit.OfElement(name(set), key(set, number)));
    }
    Optional<Place> decider =
        trace.decider() == Trace.NONE ? Optional.empty() : Optional.of(place(trace.decider()));
    Optional<String> comment =
        trace.comment() == Trace.NONE
            ? Optional.empty()
            : Optional.of(program.comments().get(trace.comment()));
    return new Interpretation(dropped, path, decider, comment, logs, counters, steps());
  }

  private List<Step> steps() {
    List<Step> out = new ArrayList<>();
    int lookup = 0;
    for (int i = 0; i <= trace.length(); i++) {
      // Rules that broke off before the next one that did not, then that one.
      while (lookup < trace.lookupCount() && trace.lookupTime(lookup) == i) {
        int rule = trace.lookupRule(lookup);
        List<Step.Consulted> sets = new ArrayList<>();
        while (lookup < trace.lookupCount()
            && trace.lookupTime(lookup) == i
            && trace.lookupRule(lookup) == rule) {
          sets.add(consulted(lookup++));
        }
        boolean last = lookup == trace.lookupCount() || trace.lookupTime(lookup) > i;
        if (last && i < trace.length() && trace.ruleAt(i) == rule) {
          out.add(new Step(place(rule), true, sets));
        } else {
          out.add(new Step(place(rule), false, sets));
        }
      }
      if (i < trace.length() && !endsWith(out, i)) {
        out.add(new Step(place(trace.ruleAt(i)), true, List.of()));
      }
    }
    return out;
  }

  /** True if the rule that completed as number {@code index} is told already. */
  private boolean endsWith(List<Step> steps, int index) {
    return steps.stream().filter(Step::completed).count() > index;
  }

  private Step.Consulted consulted(int lookup) {
    int set = trace.lookupSet(lookup);
    int element = trace.lookupElement(lookup);
    boolean found = element != PreparedSet.NONE;
    Optional<Bytes> key = found ? Optional.of(key(set, element)) : Optional.empty();
    return new Step.Consulted(name(set), key.filter(bytes -> bytes.length() > 0), found);
  }

  private String name(int set) {
    return program.sets().get(set).definition().name();
  }

  private Bytes key(int set, int element) {
    Elements of = program.sets().get(set);
    return of.changes()
        ? of.key(element)
        : program.ruleset().elementsOf(name(set)).get(element).key();
  }

  private Place place(int rule) {
    return program.places().get(rule);
  }
}
