package io.portcullis.compiler.lint;

import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.resolve.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Looks a policy through. */
public final class Lint {

  /** Steps to take before giving up on rules that are never reached; about a second of work. */
  public static final long DEFAULT_LIMIT = 30_000_000;

  private Lint() {}

  /**
   * Everything that is odd in what a node is to enforce.
   *
   * @param limit steps to take at most to find rules that are never reached or change nothing; a
   *     finding says so if that was not enough
   */
  public static List<Finding> of(NodePolicy node, Surroundings surroundings, long limit) {
    List<Finding> out = new ArrayList<>();
    Access access = new Access(node, surroundings);
    // First: of many findings, not all are shown.
    out.addAll(access.sessions());
    out.addAll(new Reach(policies(node), limit).findings(node.node()));
    out.addAll(Failsafes.findings(node, policies(node), surroundings));
    out.addAll(access.tunnels());
    return List.copyOf(out);
  }

  /** Of the same, what cuts the sessions of those who ask: alone, it takes no time. */
  public static List<Finding> sessions(NodePolicy node, Surroundings surroundings) {
    return new Access(node, surroundings).sessions();
  }

  /** Every policy once; the resolver gives endpoints with the same policy the same object. */
  private static List<EffectivePolicy> policies(NodePolicy node) {
    List<EffectivePolicy> out = new ArrayList<>();
    Set<EffectivePolicy> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Stream.concat(node.interfaces().values().stream(), node.wildcard().stream())
        .map(EndpointBinding::policy)
        .filter(seen::add)
        .forEach(out::add);
    return List.copyOf(out);
  }

  /** A rule as a sentence begins with it. */
  static String name(RuleId rule) {
    return "rule " + rule.index() + " of policy " + rule.policy();
  }
}
