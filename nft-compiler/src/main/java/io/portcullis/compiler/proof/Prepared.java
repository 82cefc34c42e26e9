package io.portcullis.compiler.proof;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** A policy and a ruleset, read and arranged so that packets can be compared. */
final class Prepared {

  private final CompiledPolicy compiled;
  private final RulesetInterpreter interpreter;
  private final RuleNumbers numbers;
  private final Attribution attribution;

  /** By interface, in the order of going over them. */
  private final Map<String, Reading> readings;

  private Prepared(
      CompiledPolicy compiled,
      RulesetInterpreter interpreter,
      RuleNumbers numbers,
      Attribution attribution,
      Map<String, Reading> readings) {
    this.compiled = compiled;
    this.interpreter = interpreter;
    this.numbers = numbers;
    this.attribution = attribution;
    this.readings = readings;
  }

  /**
   * Reads both.
   *
   * @throws io.portcullis.compiler.interpret.UnsupportedExpressionException if the ruleset cannot
   *     be followed
   */
  static Prepared of(CompiledPolicy compiled, Ruleset ruleset) {
    NodePolicy policy = compiled.policy();
    RulesetInterpreter interpreter = new RulesetInterpreter(ruleset);
    RuleNumbers numbers = new RuleNumbers();
    Attribution attribution = new Attribution(compiled, interpreter, numbers);
    Map<List<Integer>, List<Reading>> distinct = new HashMap<>();
    Map<String, Reading> readings = new LinkedHashMap<>();
    for (String name : Interfaces.of(policy, ruleset)) {
      EffectivePolicy effective = PlainReading.policyOf(policy, name).orElse(EffectivePolicy.NONE);
      // By size first: a hash code takes a look at every address.
      List<Reading> ofSize =
          distinct.computeIfAbsent(
              effective.tiers().stream().map(tier -> tier.rules().size()).toList(),
              size -> new ArrayList<>());
      Optional<Reading> known =
          ofSize.stream().filter(reading -> reading.policy().equals(effective)).findFirst();
      if (known.isEmpty()) {
        known = Optional.of(new Reading(effective, policy.settings(), numbers));
        ofSize.add(known.get());
      }
      readings.put(name, known.get());
    }
    return new Prepared(compiled, interpreter, numbers, attribution, readings);
  }

  /**
   * The same rules of a ruleset with other rules of policies.
   *
   * @param next with the same interfaces and places
   * @param out takes the packets of which policy may say otherwise
   * @return empty if more than rules changed, or elements stand for something else
   */
  Optional<Prepared> with(CompiledPolicy next, Set<PacketBox> out) {
    Map<Reading, Reading> changed = new HashMap<>();
    Map<String, Reading> all = new LinkedHashMap<>();
    Set<RuleChange.Key> gone = new HashSet<>();
    for (Map.Entry<String, Reading> entry : readings.entrySet()) {
      Reading reading = entry.getValue();
      EffectivePolicy policy =
          PlainReading.policyOf(next.policy(), entry.getKey()).orElse(EffectivePolicy.NONE);
      Reading known = changed.get(reading);
      if (known == null) {
        Optional<Reading> with = with(reading, policy, out, gone);
        if (with.isEmpty()) {
          return Optional.empty();
        }
        known = with.get();
        changed.put(reading, known);
      } else if (!known.policy().equals(policy)) {
        return Optional.empty();
      }
      all.put(entry.getKey(), known);
    }
    changed.values().forEach(reading -> RuleChange.strike(gone, reading.policy()));
    return ElementRoles.between(compiled.elements(), next.elements(), gone)
        .flatMap(r -> r.isEmpty() ? Optional.of(attribution) : attribution.with(r, numbers))
        .map(roles -> new Prepared(next, interpreter, numbers, roles, all));
  }

  private static Optional<Reading> with(
      Reading reading, EffectivePolicy policy, Set<PacketBox> out, Set<RuleChange.Key> gone) {
    Optional<SourceChange> sources =
        SourceChange.between(reading.policy(), policy, reading::counts);
    if (sources.isPresent()) {
      sources.get().boxes().forEach(b -> PolicyChange.between(b.before(), b.after(), out));
      return Optional.of(reading.with(policy, sources.get()));
    }
    return RuleChange.between(reading.policy(), policy, out, gone)
        ? Optional.of(reading.with(policy))
        : Optional.empty();
  }

  CompiledPolicy compiled() {
    return compiled;
  }

  RulesetInterpreter interpreter() {
    return interpreter;
  }

  /** The interfaces that are told apart. */
  Iterable<String> names() {
    return readings.keySet();
  }

  /** What is read for an interface. */
  Reading reading(String name) {
    return Objects.requireNonNull(readings.get(name));
  }

  /** Goes over some packets, of every interface; reads no more of policy than these concern. */
  ProofResult sweepFew(long limit, Iterable<PacketBox> boxes) {
    // One change of sources may concern many ports: what they leave of policy is found once.
    Map<PacketBox, PacketBox> spans = new HashMap<>();
    boxes.forEach(box -> spans.merge(box.ofAllPorts(), box, PacketBox::upTo));
    Map<Reading, Map<PacketBox, Reading>> known = new HashMap<>();
    return sweep(
        limit,
        boxes,
        (reading, box) ->
            known
                .computeIfAbsent(reading, key -> new HashMap<>())
                .computeIfAbsent(
                    box.ofAllPorts(),
                    key -> reading.within(Objects.requireNonNull(spans.get(key)))));
  }

  /** Goes over some packets, of every interface. */
  ProofResult sweep(long limit, Iterable<PacketBox> boxes) {
    return sweep(limit, boxes, (reading, box) -> reading);
  }

  private ProofResult sweep(
      long limit, Iterable<PacketBox> boxes, BiFunction<Reading, PacketBox, Reading> within) {
    Effort effort = new Effort(limit);
    StageHints hints = new StageHints(compiled.stages(), interpreter, attribution, numbers);
    Sweep sweep = new Sweep(interpreter, attribution, hints, effort);
    for (PacketBox box : boxes) {
      sweep.over(box);
      Map<Reading, Reading> some = new HashMap<>();
      for (Map.Entry<String, Reading> entry : readings.entrySet()) {
        Reading reading = some.computeIfAbsent(entry.getValue(), all -> within.apply(all, box));
        Optional<Packet> differing = sweep.of(entry.getKey(), reading);
        if (differing.isPresent()) {
          return Differences.example(compiled, interpreter, differing.get());
        }
      }
    }
    return new ProofResult.Proven(effort.regions());
  }
}
