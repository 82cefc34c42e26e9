package io.portcullis.compiler.explain;

import io.portcullis.policy.SourcePosition;
import java.util.Optional;

/**
 * One change of policy or configuration after which something else becomes of a packet.
 *
 * @param how what kind of change it is
 * @param what it is, in words that begin small
 * @param position of the rule that is changed, or before which one is added; empty for what is not
 *     in policy
 */
public record Edit(How how, String what, Optional<SourcePosition> position) {

  /** Kinds of change, the one that concerns the fewest packets first. */
  public enum How {
    /** A rule matches one more value. */
    WIDEN,
    /** A rule no longer matches one source; to take it out would flip the verdict, too. */
    NARROW,
    /** A rule is put in. */
    ADD,
    /** A key of the configuration is changed. */
    CONFIGURE
  }
}
