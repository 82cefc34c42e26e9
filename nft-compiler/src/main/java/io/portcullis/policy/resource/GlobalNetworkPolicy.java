package io.portcullis.policy.resource;

import io.portcullis.policy.selector.Selector;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A policy: a GlobalNetworkPolicy, or a resource of a kind like it that is not enforced here.
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
    UNTRACKED("doNotTrack"),
    /** Before DNAT. */
    PRE_DNAT("preDNAT"),
    /** After DNAT. */
    NORMAL("not preDNAT"),
    /** A NetworkPolicy: it is in a namespace, where no host endpoint is. */
    NAMESPACED("namespaced"),
    /** One of the staged kinds: Calico renders no rules for it. */
    STAGED("staged");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** For a message, after "is". */
    public String text() {
      return text;
    }
  }
}
