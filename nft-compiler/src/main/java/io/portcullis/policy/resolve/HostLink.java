package io.portcullis.policy.resolve;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.effective.LinkName;
import java.util.List;

/**
 * A network link of this host.
 *
 * @param name such as {@code eth0}, by {@link LinkName}
 * @param addresses its own, of both families
 */
public record HostLink(String name, List<Address> addresses) {

  /**
   * @throws IllegalArgumentException if no link can have that name
   */
  public HostLink {
    byte[] unused = LinkName.bytes(name);
    addresses = List.copyOf(addresses);
  }
}
