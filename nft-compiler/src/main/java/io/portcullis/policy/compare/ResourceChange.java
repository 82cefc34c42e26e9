package io.portcullis.policy.compare;

import io.portcullis.policy.SourcePosition;
import java.util.List;

/**
 * A resource that one of two sets has, or that is another in each.
 *
 * @param how it changed
 * @param kind such as {@code GlobalNetworkPolicy}
 * @param name with the namespace before it, if it is in one
 * @param position in the new set; of what was removed, in the old one
 * @param details what changed in it, a line each; empty unless {@link How#CHANGED}
 */
public record ResourceChange(
    How how, String kind, String name, SourcePosition position, List<String> details) {

  public ResourceChange {
    details = List.copyOf(details);
  }

  /** What became of it. */
  public enum How {
    ADDED,
    REMOVED,
    CHANGED
  }
}
