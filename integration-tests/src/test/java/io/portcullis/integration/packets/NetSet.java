package io.portcullis.integration.packets;

import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import java.util.List;

/**
 * A GlobalNetworkSet.
 *
 * @param name also the value of the label by which a policy selects it
 * @param nets none within another
 * @param addresses all of them
 */
record NetSet(String name, List<Prefix> nets, AddressSet addresses) {

  static NetSet of(String name, Family family, List<Prefix> nets) {
    AddressSet.Builder all = AddressSet.builder(family);
    nets.forEach(all::add);
    return new NetSet(name, List.copyOf(nets), all.build());
  }
}
