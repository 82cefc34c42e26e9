package io.portcullis.policy.resolve;

import io.portcullis.policy.resource.HostEndpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Which endpoint is active on which interface ({@code endpoint_mgr.go}, {@code
 * resolveHostEndpoints}): by name or by address, the smallest endpoint name wins.
 */
final class Endpoints {

  /** Interfaces of workloads, which no named endpoint can match ({@code InterfacePrefix}). */
  private static final String WORKLOAD_PREFIX = "cali";

  /** Holds service addresses under IPVS ({@code InterfaceExclude}). */
  private static final String EXCLUDED = "kube-ipvs0";

  private final List<HostEndpoint> all;
  private final List<HostEndpoint> local;
  private final Consumer<Finding> findings;

  Endpoints(List<HostEndpoint> all, String node, Consumer<Finding> findings) {
    this.all = all;
    this.local =
        all.stream()
            .filter(endpoint -> endpoint.node().equals(node))
            .sorted(Comparator.comparing(endpoint -> endpoint.meta().name()))
            .toList();
    this.findings = findings;
  }

  /**
   * Says so if endpoints there are, but none for this node: most often a node that is named another
   * way, which Calico passes over in silence.
   */
  void checkNode(String node) {
    if (local.isEmpty() && !all.isEmpty()) {
      List<String> nodes = all.stream().map(HostEndpoint::node).distinct().sorted().toList();
      String some = String.join(", ", nodes.subList(0, Math.min(5, nodes.size())));
      find(
          all.get(0),
          "and all others are for other nodes than "
              + node
              + ": "
              + some
              + (nodes.size() > 5 ? ", …" : ""));
    }
  }

  Optional<HostEndpoint> wildcard() {
    List<HostEndpoint> wildcards = local.stream().filter(HostEndpoint::isWildcard).toList();
    wildcards.stream()
        .skip(1)
        .forEach(
            loser -> find(loser, "is not active: " + name(wildcards.get(0)) + " stands for * too"));
    return wildcards.stream().findFirst();
  }

  /** By interface name. An endpoint that is given by name is active before its link exists. */
  Map<String, HostEndpoint> byInterface(List<HostLink> links) {
    Map<String, HostEndpoint> out = new TreeMap<>();
    for (HostEndpoint endpoint : local) {
      if (endpoint.isWildcard()) {
        continue;
      }
      List<String> names = names(endpoint, links);
      if (names.isEmpty()) {
        find(endpoint, "matches no interface: none has any of its expectedIPs");
      }
      checkLink(endpoint, links);
      for (String name : names) {
        if (!isCandidate(name)) {
          find(endpoint, "cannot be active on " + name + ", which belongs to workloads");
          continue;
        }
        HostEndpoint winner = out.putIfAbsent(name, endpoint);
        if (winner != null) {
          find(endpoint, "is not active on " + name + ": " + name(winner) + " is");
        }
      }
    }
    return out;
  }

  /** One that is given by name is active all the same, before its link is there. */
  private void checkLink(HostEndpoint endpoint, List<HostLink> links) {
    endpoint
        .interfaceName()
        .filter(name -> !links.isEmpty())
        .filter(name -> links.stream().noneMatch(link -> link.name().equals(name)))
        .ifPresent(
            name -> find(endpoint, "matches no interface: " + name + " is not there, or not yet"));
  }

  private static List<String> names(HostEndpoint endpoint, List<HostLink> links) {
    if (endpoint.interfaceName().isPresent()) {
      return List.of(endpoint.interfaceName().get());
    }
    List<String> names = new ArrayList<>();
    for (HostLink link : links) {
      if (isCandidate(link.name())
          && link.addresses().stream().anyMatch(endpoint.expectedIps()::contains)) {
        names.add(link.name());
      }
    }
    return names;
  }

  private static boolean isCandidate(String link) {
    return !link.startsWith(WORKLOAD_PREFIX) && !link.equals(EXCLUDED);
  }

  private void find(HostEndpoint endpoint, String what) {
    findings.accept(
        new Finding(endpoint.meta().position(), "host endpoint " + name(endpoint) + " " + what));
  }

  private static String name(HostEndpoint endpoint) {
    return endpoint.meta().name();
  }
}
