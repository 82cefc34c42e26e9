package io.portcullis.compiler.explain;

import io.portcullis.compiler.Place;
import io.portcullis.compiler.interpret.Step;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.packet.Packet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of a packet, and why.
 *
 * @param packet the packet
 * @param decision what becomes of it
 * @param endpoint the host endpoint that holds for its interface, whether it has policy or not
 * @param tiers those that were asked, in order; none if something decided before policy
 * @param places rules of the compiled ruleset that give this decision; which of them a packet meets
 *     depends on what else it met before
 * @param path what the packet met in the compiled ruleset, rule by rule, and which sets and maps
 *     were asked; empty only if the ruleset cannot be followed packet by packet
 * @param nearest the smallest change after which the verdict is the other; empty if no single one
 *     does that
 */
public record Explanation(
    Packet packet,
    Decision decision,
    Optional<EndpointBinding> endpoint,
    List<TierStep> tiers,
    List<Place> places,
    Optional<List<Step>> path,
    Optional<Edit> nearest) {

  public Explanation {
    tiers = List.copyOf(tiers);
    places = List.copyOf(places);
    path = path.map(List::copyOf);
  }

  /** Several lines for people, each ended by a newline; the first gives the decision. */
  public String text() {
    return ExplanationText.of(this);
  }

  /**
   * A tree for JSON: maps with keys in a fixed order, lists, strings, numbers and booleans. Keys
   * that have nothing to say are left out.
   */
  public Map<String, Object> toTree() {
    return ExplanationTree.of(this);
  }
}
