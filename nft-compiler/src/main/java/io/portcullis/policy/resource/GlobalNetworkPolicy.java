package io.portcullis.policy.resource;

import io.portcullis.policy.selector.Selector;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A policy.
 *
 * @param tier which it belongs to
 * @param order lower comes first; absent comes last
 * @param selector which endpoints it applies to
 * @param ingress rules, in order
 * @param kind what kind of policy it is; only {@link Kind#PRE_DNAT} is enforced here
 */
public record GlobalNetworkPolicy(
    ObjectMeta meta,
    String tier,
    OptionalDouble order,
    Selector selector,
    List<Rule> ingress,
    Kind kind) {

  public GlobalNetworkPolicy {
    ingress = List.copyOf(ingress);
  }

  /** Where a policy is enforced: doNotTrack goes before preDNAT, that before the rest. */
  public enum Kind {
    /** Before connection tracking. */
    UNTRACKED,
    /** Before DNAT. */
    PRE_DNAT,
    /** After DNAT. */
    NORMAL
  }
}
