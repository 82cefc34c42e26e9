package io.portcullis.agent;

import io.portcullis.compiler.lint.Lint;
import io.portcullis.compiler.lint.Session;
import io.portcullis.compiler.lint.Surroundings;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resolve.Finding;
import io.portcullis.policy.resolve.HostLink;
import io.portcullis.policy.resource.Resources;
import java.util.ArrayList;
import java.util.List;

/**
 * What applies on a node, before it is compiled.
 *
 * @param resources all there are
 * @param policy what applies
 * @param slips valid, and probably not what was meant, as far as resolving tells
 * @param surroundings what else counts when policy is looked through
 */
public record Resolved(
    Resources resources, NodePolicy policy, List<Finding> slips, Surroundings surroundings) {

  public Resolved {
    slips = List.copyOf(slips);
  }

  /**
   * All that is valid, and probably not what was meant. Worked out when asked: with ten thousand
   * policies it takes seconds, which a daemon spends after it has programmed the kernel.
   */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>(slips);
    findings.addAll(Lint.of(policy, surroundings, Lint.DEFAULT_LIMIT));
    return List.copyOf(findings);
  }

  /** The same, with what cuts these sessions. */
  public List<Finding> findings(List<Session> sessions) {
    return findings(sessions, findings());
  }

  /** The same, where what else there is to be found is known: what {@link #findings} gave. */
  public List<Finding> findings(List<Session> sessions, List<Finding> known) {
    List<Finding> all = new ArrayList<>(slips);
    all.addAll(
        Lint.sessions(
            policy, new Surroundings(surroundings.links(), surroundings.peers(), sessions)));
    all.addAll(known.subList(slips.size(), known.size()));
    return List.copyOf(all);
  }

  /**
   * From texts to what applies; nothing but its arguments counts.
   *
   * @param texts all policy there is
   * @param node whose endpoints count
   * @param links of that node
   * @param sessions of whoever asks, that should not be cut
   * @throws AgentException with all that is wrong with the policy
   */
  public static Resolved of(
      List<SourceText> texts,
      String node,
      List<HostLink> links,
      DataplaneSettings settings,
      List<Session> sessions) {
    return new Resolver().next(texts, node, links, settings, sessions);
  }
}
