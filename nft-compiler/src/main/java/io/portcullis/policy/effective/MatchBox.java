package io.portcullis.policy.effective;

import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;

/**
 * A product of sets, one per dimension: it holds the packets whose every field is in its set.
 *
 * <p>A restricted port set or ICMP set goes with protocols that have ports or types: the resolver
 * sees to it, so an evaluator may look at ports only where the protocol has them.
 *
 * @param family which packets at all
 * @param protocols of layer 4
 * @param source addresses, of {@code family}
 * @param destination addresses on the wire, before DNAT, of {@code family}
 * @param sourcePorts all, unless {@code protocols} is one of TCP, UDP, SCTP
 * @param destinationPorts all, unless {@code protocols} is one of TCP, UDP, SCTP
 * @param icmp all, unless {@code protocols} is the family's ICMP alone
 */
public record MatchBox(
    Family family,
    ProtocolSet protocols,
    AddressSet source,
    AddressSet destination,
    PortSet sourcePorts,
    PortSet destinationPorts,
    IcmpSet icmp) {

  /** True if it holds no packet, such as nets all of which are excepted again. */
  public boolean isEmpty() {
    return protocols.isEmpty()
        || source.isEmpty()
        || destination.isEmpty()
        || sourcePorts.isEmpty()
        || destinationPorts.isEmpty()
        || icmp.isEmpty();
  }
}
