package io.portcullis.policy.resource;

import io.portcullis.policy.address.Address;
import java.util.List;
import java.util.Optional;

/**
 * A host's interface, given by name, by addresses, or {@code *} for all.
 *
 * @param node the node it is on, compared exactly
 * @param interfaceName {@code *} or a name; empty if only addresses are given
 * @param expectedIps its addresses; also what selectors on it stand for
 * @param profiles whose labels it inherits
 * @param ports that rules may refer to by name
 */
public record HostEndpoint(
    ObjectMeta meta,
    String node,
    Optional<String> interfaceName,
    List<Address> expectedIps,
    List<String> profiles,
    List<Port> ports) {

  /** The interface name of an endpoint that stands for all interfaces without one of their own. */
  public static final String WILDCARD = "*";

  public HostEndpoint {
    expectedIps = List.copyOf(expectedIps);
    profiles = List.copyOf(profiles);
    ports = List.copyOf(ports);
  }

  /** True if it stands for all interfaces without an endpoint of their own. */
  public boolean isWildcard() {
    return interfaceName.filter(WILDCARD::equals).isPresent();
  }

  /** A named port: protocol 6, 17 or 132. */
  public record Port(String name, int protocol, int port) {}
}
