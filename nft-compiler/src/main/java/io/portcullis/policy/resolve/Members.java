package io.portcullis.policy.resolve;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.resource.HostEndpoint;
import io.portcullis.policy.resource.NetworkSet;
import io.portcullis.policy.resource.Profile;
import io.portcullis.policy.resource.Resources;
import io.portcullis.policy.selector.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What selectors stand for: the expected addresses of host endpoints of the whole cluster, and the
 * nets of network sets. Selectors of one canonical form share their sets.
 */
final class Members {

  private record Contributor(Map<String, String> labels, List<Prefix> nets) {}

  private record Key(String canonical, Family family) {}

  private record Named(Map<String, String> labels, HostEndpoint endpoint) {}

  private final List<Contributor> contributors = new ArrayList<>();
  private final List<Named> endpoints = new ArrayList<>();
  private final Map<String, Profile> profiles = new HashMap<>();
  private final IdentityHashMap<HostEndpoint, Map<String, String>> endpointLabels =
      new IdentityHashMap<>();
  private final Map<Key, AddressSet> resolved = new HashMap<>();
  private final Map<String, Boolean> nonEmpty = new HashMap<>();

  Members(Resources resources) {
    resources.profiles().forEach(profile -> profiles.put(profile.meta().name(), profile));
    for (HostEndpoint endpoint : resources.hostEndpoints()) {
      Map<String, String> labels = labels(endpoint);
      endpoints.add(new Named(labels, endpoint));
      contributors.add(
          new Contributor(
              labels,
              endpoint.expectedIps().stream()
                  .map(ip -> new Prefix(ip, ip.family().bits()))
                  .toList()));
    }
    for (NetworkSet set : resources.networkSets()) {
      contributors.add(new Contributor(set.meta().labels(), set.nets()));
    }
  }

  /** An endpoint's labels: its own, then those of its profiles; the first to give one wins. */
  Map<String, String> labels(HostEndpoint endpoint) {
    return endpointLabels.computeIfAbsent(endpoint, this::inherit);
  }

  private Map<String, String> inherit(HostEndpoint endpoint) {
    Map<String, String> labels = new HashMap<>(endpoint.meta().labels());
    for (String name : endpoint.profiles()) {
      Profile profile = profiles.get(name);
      if (profile != null) {
        profile.labelsToApply().forEach(labels::putIfAbsent);
      }
    }
    return labels;
  }

  /** The addresses of everything that is selected. */
  AddressSet addresses(Selector selector, Family family) {
    return resolved.computeIfAbsent(
        new Key(selector.canonical(), family),
        key -> {
          AddressSet.Builder set = AddressSet.builder(family);
          for (Contributor contributor : contributors) {
            if (selector.matches(contributor.labels)) {
              contributor.nets.stream().filter(n -> n.family() == family).forEach(set::add);
            }
          }
          return set.build();
        });
  }

  /** True if anything at all is selected. */
  boolean any(Selector selector) {
    return nonEmpty.computeIfAbsent(
        selector.canonical(),
        key -> contributors.stream().anyMatch(c -> selector.matches(c.labels())));
  }

  /** A protocol and port, and the addresses that have it under some name. */
  record Service(int protocol, int port) {}

  /**
   * What a port name stands for.
   *
   * @param selector whose endpoints count
   * @param protocols which protocols count
   */
  Map<Service, AddressSet> services(
      String name, Selector selector, ProtocolSet protocols, Family family) {
    Map<Service, AddressSet> out = new LinkedHashMap<>();
    for (Named named : endpoints) {
      if (!selector.matches(named.labels)) {
        continue;
      }
      for (HostEndpoint.Port port : named.endpoint.ports()) {
        if (port.name().equals(name) && protocols.contains(port.protocol())) {
          for (Address ip : named.endpoint.expectedIps()) {
            if (ip.family() == family) {
              out.merge(
                  new Service(port.protocol(), port.port()),
                  AddressSet.of(new Prefix(ip, family.bits())),
                  AddressSet::union);
            }
          }
        }
      }
    }
    return out;
  }
}
