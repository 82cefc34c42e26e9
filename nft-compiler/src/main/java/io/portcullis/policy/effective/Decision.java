package io.portcullis.policy.effective;

import java.util.List;
import java.util.Optional;

/**
 * What becomes of a packet at the pre-DNAT hook, and why.
 *
 * @param reason what decided
 * @param rule the deciding rule, where a rule did
 * @param logs Log rules met on the way, in order
 */
public record Decision(Reason reason, Optional<RuleId> rule, List<RuleId> logs) {

  public Decision {
    logs = List.copyOf(logs);
  }

  /** What decided. */
  public enum Reason {
    /** No endpoint with pre-DNAT policy on the interface. */
    NO_ENDPOINT,
    /** The connection is established, or related to one that is. */
    ESTABLISHED,
    /** IPv6 neighbour discovery or multicast listener discovery. */
    NEIGHBOUR_DISCOVERY,
    /** A failsafe. */
    FAILSAFE,
    /** Connection tracking says invalid. */
    INVALID,
    /** An Allow rule. */
    ALLOW,
    /** A Deny rule. */
    DENY,
    /** No rule decided: the packet continues. */
    NO_MATCH
  }

  /** True if the packet is dropped. */
  public boolean drops() {
    return reason == Reason.DENY || reason == Reason.INVALID;
  }

  /** A decision that no rule made. */
  public static Decision of(Reason reason) {
    return new Decision(reason, Optional.empty(), List.of());
  }
}
