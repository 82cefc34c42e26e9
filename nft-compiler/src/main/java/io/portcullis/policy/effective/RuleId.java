package io.portcullis.policy.effective;

import io.portcullis.policy.SourcePosition;

/**
 * Which rule: its place in policy and in the user's files.
 *
 * @param tier the tier's name
 * @param policy the GlobalNetworkPolicy's name
 * @param index in its ingress list, from 0
 * @param position of the rule's first token
 */
public record RuleId(String tier, String policy, int index, SourcePosition position) {}
