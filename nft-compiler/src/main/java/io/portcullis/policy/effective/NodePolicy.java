package io.portcullis.policy.effective;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that is to be enforced on one node.
 *
 * @param node its name
 * @param interfaces which endpoint is active on which interface, by {@link LinkName}; also those
 *     without pre-DNAT policy, since they shadow the wildcard
 * @param wildcard the endpoint of all other interfaces
 * @param settings what is configured besides policy
 */
public record NodePolicy(
    String node,
    SortedMap<String, EndpointBinding> interfaces,
    Optional<EndpointBinding> wildcard,
    DataplaneSettings settings) {

  /**
   * @throws IllegalArgumentException if an interface has a name that no link can have
   */
  public NodePolicy {
    for (String name : interfaces.keySet()) {
      byte[] unused = LinkName.bytes(name);
    }
    interfaces = Collections.unmodifiableSortedMap(new TreeMap<>(interfaces));
  }
}
