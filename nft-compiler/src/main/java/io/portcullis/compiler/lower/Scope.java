package io.portcullis.compiler.lower;

import io.portcullis.compiler.model.RuleOutcome;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Decision;
import java.util.Optional;

/**
 * What the lowering of one endpoint class and family works in.
 *
 * @param draft what is made
 * @param outcomes shared by all classes
 * @param bounds of size
 * @param family of all packets that get here
 * @param name of the endpoint class and family; the first part of every name made here
 * @param last false in a stage that others follow: what no rule decides returns to them
 */
record Scope(
    RulesetDraft draft,
    OutcomeChains outcomes,
    StageBounds bounds,
    Family family,
    String name,
    boolean last) {

  /** A name in this scope. */
  String named(String suffix) {
    return name + "-" + suffix;
  }

  /** The same under another name. */
  Scope within(String suffix, boolean isLast) {
    return new Scope(draft, outcomes, bounds, family, named(suffix), isLast);
  }

  /** The same as {@link #verdict}, if anything in the ruleset leads there already. */
  Optional<Verdict> known(RuleOutcome outcome) {
    boolean goesOn = !last && outcome.reason() == Decision.Reason.NO_MATCH;
    return goesOn
        ? outcomes.knownGoingOn(outcome.logs())
        : outcomes.knownChain(outcome).map(Verdict::goTo);
  }

  /** Where a packet goes of which rules said this. */
  Verdict verdict(RuleOutcome outcome) {
    boolean goesOn = !last && outcome.reason() == Decision.Reason.NO_MATCH;
    return goesOn ? outcomes.goingOn(outcome.logs()) : Verdict.goTo(outcomes.chain(outcome));
  }
}
