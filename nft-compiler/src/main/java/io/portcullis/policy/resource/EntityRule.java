package io.portcullis.policy.resource;

import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.selector.Selector;
import java.util.List;
import java.util.Optional;

/**
 * What a rule asks of one side of a packet. Empty lists ask nothing.
 *
 * @param nets any of
 * @param notNets none of
 * @param selector of endpoints and network sets, any of whose addresses
 * @param notSelector of those, none of whose addresses
 * @param namespaces which of those count at all
 * @param ports any of
 * @param notPorts none of
 */
public record EntityRule(
    List<Prefix> nets,
    List<Prefix> notNets,
    Optional<Selector> selector,
    Optional<Selector> notSelector,
    Optional<Namespaces> namespaces,
    List<PortMatch> ports,
    List<PortMatch> notPorts) {

  /** Asks nothing. */
  public static final EntityRule ANY =
      new EntityRule(
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of());

  public EntityRule {
    nets = List.copyOf(nets);
    notNets = List.copyOf(notNets);
    ports = List.copyOf(ports);
    notPorts = List.copyOf(notPorts);
  }

  /** The namespace selectors that mean something without a cluster. */
  public enum Namespaces {
    /** {@code all()}: namespaced resources only. */
    NAMESPACED,
    /** {@code global()}: host endpoints and global network sets only. */
    GLOBAL
  }

  /** A port in a rule. */
  public sealed interface PortMatch {

    /** By number. */
    record Numbers(PortSet.Range range) implements PortMatch {}

    /** By the name that an endpoint gives it. */
    record Named(String name) implements PortMatch {}
  }
}
