package io.portcullis.compiler;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.RuleId;

/**
 * A rule of a ruleset at which part of policy lies behind a packet: no rule before {@code next} has
 * decided. The proof takes it for a hint, and proves it.
 *
 * @param place the rule that begins what is left
 * @param policy of the endpoints that it is made for
 * @param family of the packets that get there
 * @param next the first rule of the policy that is left
 */
public record StagePlace(Place place, EffectivePolicy policy, Family family, RuleId next) {}
