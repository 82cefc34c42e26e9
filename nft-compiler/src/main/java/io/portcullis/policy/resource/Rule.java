package io.portcullis.policy.resource;

import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One rule: it matches a packet that meets all criteria that are given.
 *
 * @param position of its first token
 * @param ipVersion which family alone
 * @param protocol that it must have
 * @param notProtocol that it must not have
 * @param icmp type and code that it must have
 * @param notIcmp type and code that it must not have; it must be ICMP all the same
 */
public record Rule(
    SourcePosition position,
    Action action,
    Optional<Family> ipVersion,
    Optional<Protocol> protocol,
    Optional<Protocol> notProtocol,
    Optional<Icmp> icmp,
    Optional<Icmp> notIcmp,
    EntityRule source,
    EntityRule destination) {

  /**
   * A protocol.
   *
   * @param number 1 to 255
   * @param named whether it was given by name: ICMP and ICMPv6 by name imply their family
   */
  public record Protocol(int number, boolean named) {}

  /** An ICMP type, 0 to 254, and maybe a code, 0 to 255. */
  public record Icmp(int type, OptionalInt code) {}
}
