package io.portcullis.policy.resolve;

import io.portcullis.policy.address.Address;
import java.util.List;

/**
 * A network link of this host.
 *
 * @param name such as {@code eth0}
 * @param addresses its own, of both families
 */
public record HostLink(String name, List<Address> addresses) {

  public HostLink {
    addresses = List.copyOf(addresses);
  }
}
