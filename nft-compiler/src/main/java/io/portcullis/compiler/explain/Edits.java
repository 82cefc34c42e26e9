package io.portcullis.compiler.explain;

import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The nearest single edit that flips a packet's verdict: the first, in the order of {@link
 * Edit.How} and then of rules, after which {@link PlainReading} says the other thing. No edit is
 * proposed that was not tried.
 */
final class Edits {

  private final NodePolicy node;
  private final Packet packet;
  private final boolean drops;
  private final Optional<RuleId> decider;
  private final EffectivePolicy policy;

  private Edits(NodePolicy node, Packet packet, Decision decision, EffectivePolicy policy) {
    this.node = node;
    this.packet = packet;
    this.policy = policy;
    this.drops = decision.drops();
    this.decider = decision.rule();
  }

  /** Empty if no single edit does: what continues before policy is asked, or has no endpoint. */
  static Optional<Edit> nearest(NodePolicy node, Packet packet) {
    Decision decision = PlainReading.decide(node, packet);
    return switch (decision.reason()) {
      case NO_ENDPOINT, ESTABLISHED, NEIGHBOUR_DISCOVERY -> Optional.empty();
      case FAILSAFE, INVALID -> SettingEdits.nearest(node, packet);
      case ALLOW, DENY, NO_MATCH ->
          PlainReading.policyOf(node, packet.inInterface())
              .flatMap(policy -> new Edits(node, packet, decision, policy).nearest());
    };
  }

  private Optional<Edit> nearest() {
    return widened().or(this::narrowed).or(this::added);
  }

  /** A rule that says the other thing, or passes, and that one criterion keeps from matching. */
  private Optional<Edit> widened() {
    for (Criterion criterion : Widening.ORDER) {
      Optional<Edit> edit = widened(criterion);
      if (edit.isPresent()) {
        return edit;
      }
    }
    return Optional.empty();
  }

  private Optional<Edit> widened(Criterion criterion) {
    for (int tier = 0; tier < policy.tiers().size(); tier++) {
      List<EffectiveRule> rules = policy.tiers().get(tier).rules();
      for (int i = 0; i < rules.size(); i++) {
        EffectiveRule rule = rules.get(i);
        if (decider.filter(rule.id()::equals).isPresent()) {
          return Optional.empty(); // No rule behind it is asked, whatever it matches.
        }
        Optional<EffectiveRule> wider = widened(rule, criterion);
        if (wider.isPresent() && flips(with(tier, i, wider))) {
          String what =
              "let rule %d of policy %s (%s) match, too, %s"
                  .formatted(
                      rule.id().index(),
                      rule.id().policy(),
                      ExplanationText.name(rule.action()),
                      Widening.text(criterion, packet));
          return Optional.of(new Edit(Edit.How.WIDEN, what, Optional.of(rule.id().position())));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<EffectiveRule> widened(EffectiveRule rule, Criterion criterion) {
    if (rule.action() == Action.LOG || PlainReading.matches(rule, packet)) {
      return Optional.empty();
    }
    for (MatchBox box : rule.boxes()) {
      if (!criterion.mayHoldAlone(box, packet)) {
        continue;
      }
      Optional<MatchBox> wider = Widening.widen(box, criterion, packet);
      if (wider.isPresent() && PlainReading.holds(wider.get(), packet)) {
        List<MatchBox> boxes = new ArrayList<>(rule.boxes());
        boxes.add(wider.get());
        return Optional.of(new EffectiveRule(rule.id(), rule.action(), boxes));
      }
    }
    return Optional.empty();
  }

  /** A rule that matches, without the packet's source. */
  private Optional<Edit> narrowed() {
    return matching(
        (tier, index, rule) -> {
          EffectiveRule narrower =
              new EffectiveRule(
                  rule.id(), rule.action(), rule.boxes().stream().map(this::except).toList());
          return flips(with(tier, index, Optional.of(narrower)))
              ? Optional.of(
                  new Edit(
                      Edit.How.NARROW,
                      "except source %s from rule %d of policy %s (source.notNets), or remove it"
                          .formatted(source(), rule.id().index(), rule.id().policy()),
                      Optional.of(rule.id().position())))
              : Optional.empty();
        });
  }

  /**
   * A rule for packets of this kind from this source, before the one that decides or before all.
   */
  private Optional<Edit> added() {
    for (int tier = 0; tier < policy.tiers().size(); tier++) {
      List<EffectiveRule> rules = policy.tiers().get(tier).rules();
      for (int i = 0; i < rules.size(); i++) {
        RuleId id = rules.get(i).id();
        if (decider.filter(id::equals).isPresent()) {
          String where = "rule %d of policy %s".formatted(id.index(), id.policy());
          return added(tier, i, where, Optional.of(id.position()));
        }
      }
    }
    return added(0, 0, "all others", Optional.empty());
  }

  private Optional<Edit> added(
      int tier, int index, String where, Optional<SourcePosition> position) {
    MatchBox whole = Widening.exactly(packet);
    RuleId id = new RuleId("", "", 0, SourcePosition.builtIn("added"));
    List<EffectiveTier> tiers = new ArrayList<>(policy.tiers());
    List<EffectiveRule> rules = new ArrayList<>(tiers.get(tier).rules());
    rules.add(index, new EffectiveRule(id, drops ? Action.ALLOW : Action.DENY, List.of(whole)));
    tiers.set(tier, new EffectiveTier(tiers.get(tier).name(), rules));
    return flips(new EffectivePolicy(tiers))
        ? Optional.of(
            new Edit(Edit.How.ADD, "add a rule before " + where + ": " + rule(), position))
        : Optional.empty();
  }

  private String rule() {
    return (drops ? "Allow " : "Deny ") + Widening.service(packet) + " from source " + source();
  }

  private Prefix source() {
    return new Prefix(packet.source(), packet.family().bits());
  }

  private MatchBox except(MatchBox box) {
    if (box.family() != packet.family()) {
      return box;
    }
    return Widening.withSource(box, box.source().minus(AddressSet.of(source())));
  }

  private interface Try {
    Optional<Edit> of(int tier, int index, EffectiveRule rule);
  }

  /** Tries the rules that match, but for Logs, in order. */
  private Optional<Edit> matching(Try attempt) {
    for (int tier = 0; tier < policy.tiers().size(); tier++) {
      List<EffectiveRule> rules = policy.tiers().get(tier).rules();
      for (int i = 0; i < rules.size(); i++) {
        EffectiveRule rule = rules.get(i);
        if (rule.action() != Action.LOG && PlainReading.matches(rule, packet)) {
          Optional<Edit> edit = attempt.of(tier, i, rule);
          if (edit.isPresent()) {
            return edit;
          }
        }
      }
    }
    return Optional.empty();
  }

  private EffectivePolicy with(int tier, int index, Optional<EffectiveRule> rule) {
    List<EffectiveTier> tiers = new ArrayList<>(policy.tiers());
    List<EffectiveRule> rules = new ArrayList<>(tiers.get(tier).rules());
    if (rule.isPresent()) {
      rules.set(index, rule.get());
    } else {
      rules.remove(index);
    }
    tiers.set(tier, new EffectiveTier(tiers.get(tier).name(), rules));
    return new EffectivePolicy(tiers);
  }

  private boolean flips(EffectivePolicy edited) {
    return PlainReading.decide(SettingEdits.only(node, packet, edited), packet).drops() != drops;
  }
}
