package io.portcullis.policy.resource;

import io.portcullis.policy.address.Prefix;
import java.util.List;
import java.util.Optional;

/**
 * A GlobalNetworkSet, or a NetworkSet.
 *
 * @param namespace of a NetworkSet
 * @param nets of both families
 */
public record NetworkSet(ObjectMeta meta, Optional<String> namespace, List<Prefix> nets) {

  /** The label that Calico gives to what is in a namespace. */
  public static final String NAMESPACE_LABEL = "projectcalico.org/namespace";

  public NetworkSet {
    nets = List.copyOf(nets);
  }
}
