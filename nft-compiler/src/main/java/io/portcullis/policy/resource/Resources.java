package io.portcullis.policy.resource;

import java.util.List;

/** All resources, each list in the order of sources and of positions in them. */
public record Resources(
    List<HostEndpoint> hostEndpoints,
    List<GlobalNetworkPolicy> policies,
    List<NetworkSet> networkSets,
    List<Tier> tiers,
    List<Profile> profiles) {

  public Resources {
    hostEndpoints = List.copyOf(hostEndpoints);
    policies = List.copyOf(policies);
    networkSets = List.copyOf(networkSets);
    tiers = List.copyOf(tiers);
    profiles = List.copyOf(profiles);
  }
}
