package io.portcullis.policy.load;

import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.resource.GlobalNetworkPolicy;
import io.portcullis.policy.resource.HostEndpoint;
import io.portcullis.policy.resource.NetworkSet;
import io.portcullis.policy.resource.Profile;
import io.portcullis.policy.resource.Tier;
import java.util.List;

/**
 * What a piece of text holds, read by itself.
 *
 * @param chunk the text
 * @param names that no two resources may have
 * @param tiersNamed by policies; there has to be such a tier
 * @param problems if there are any, the resources are not to be used
 */
record Document(
    Chunk chunk,
    List<HostEndpoint> hostEndpoints,
    List<GlobalNetworkPolicy> policies,
    List<NetworkSet> networkSets,
    List<Tier> tiers,
    List<Profile> profiles,
    List<Named> names,
    List<TierNamed> tiersNamed,
    List<Problem> problems) {

  Document {
    hostEndpoints = List.copyOf(hostEndpoints);
    policies = List.copyOf(policies);
    networkSets = List.copyOf(networkSets);
    tiers = List.copyOf(tiers);
    profiles = List.copyOf(profiles);
    names = List.copyOf(names);
    tiersNamed = List.copyOf(tiersNamed);
    problems = List.copyOf(problems);
  }

  /** The same, with no more of its problems than the first. */
  Document withOneProblem() {
    return problems.size() < 2
        ? this
        : new Document(
            chunk,
            hostEndpoints,
            policies,
            networkSets,
            tiers,
            profiles,
            names,
            tiersNamed,
            problems.subList(0, 1));
  }

  /** How many lines it has. */
  int lines() {
    return Chunk.lines(chunk.text(), 0, chunk.text().length());
  }

  /** A resource by its kind and name. */
  record Named(String what, SourcePosition resource, FieldPlace name) {}

  /** A tier that a policy says it belongs to. */
  record TierNamed(String tier, FieldPlace place) {}
}
