package io.portcullis.policy.packet;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;

/**
 * A packet at the pre-DNAT hook, reassembled, with its addresses and ports as on the wire.
 *
 * @param inInterface the interface it came in by
 * @param protocol of layer 4, 0 to 255, after extension headers; -1 if it cannot be told
 * @param source address
 * @param destination address before DNAT, of the same family
 * @param sourcePort where the protocol has ports, else 0
 * @param destinationPort where the protocol has ports, else 0
 * @param icmpType where the protocol is the family's ICMP, else 0
 * @param icmpCode where the protocol is the family's ICMP, else 0
 * @param state of its connection
 * @param toLocal whether the destination is an address of this host
 */
public record Packet(
    String inInterface,
    int protocol,
    Address source,
    Address destination,
    int sourcePort,
    int destinationPort,
    int icmpType,
    int icmpCode,
    ConntrackState state,
    boolean toLocal) {

  public Packet {
    if (source.family() != destination.family()) {
      throw new IllegalArgumentException(
          "source " + source + " and destination " + destination + " differ in family");
    }
  }

  /** The IP version. */
  public Family family() {
    return source.family();
  }
}
