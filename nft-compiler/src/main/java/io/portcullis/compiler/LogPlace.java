package io.portcullis.compiler;

import io.portcullis.policy.effective.RuleId;

/**
 * A rule of a ruleset that logs for a rule of the policy.
 *
 * @param rule the policy's Log rule
 * @param place the rule with the log expression
 */
public record LogPlace(RuleId rule, Place place) {}
