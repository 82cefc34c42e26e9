package io.portcullis.compiler.explain;

import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.RuleId;
import java.util.Optional;

/**
 * A rule that was asked about a packet.
 *
 * @param rule which one
 * @param action what it does where it matches
 * @param matched whether it matched
 * @param failed the criterion that did not hold, where it did not match; of several alternatives,
 *     that of the one which came nearest. Empty for a rule that can match nothing at all, such as
 *     one whose selector finds no address
 */
public record RuleStep(RuleId rule, Action action, boolean matched, Optional<Criterion> failed) {}
