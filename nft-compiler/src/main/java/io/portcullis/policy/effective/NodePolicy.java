package io.portcullis.policy.effective;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that is to be enforced on one node.
 *
 * @param node its name
 * @param interfaces which endpoint is active on which interface, by interface name; also those
 *     without pre-DNAT policy, since they shadow the wildcard
 * @param wildcard the endpoint of all other interfaces
 * @param settings what is configured besides policy
 */
public record NodePolicy(
    String node,
    SortedMap<String, EndpointBinding> interfaces,
    Optional<EndpointBinding> wildcard,
    DataplaneSettings settings) {

  public NodePolicy {
    interfaces = Collections.unmodifiableSortedMap(new TreeMap<>(interfaces));
  }
}
