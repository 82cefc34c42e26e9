package io.portcullis.netlink;

import java.util.List;

/**
 * Attributes that a newer kernel sent and this library has no name for, kept so that a round trip
 * loses nothing.
 *
 * @param attributes in the order they were met
 */
public record UnknownAttributes(List<Unknown> attributes) {

  /** None: the usual case. */
  public static final UnknownAttributes NONE = new UnknownAttributes(List.of());

  public UnknownAttributes {
    attributes = List.copyOf(attributes);
  }

  /**
   * One such attribute.
   *
   * @param type {@code nla_type} with its flag bits, as on the wire
   * @param payload what follows the four-byte header, without padding
   */
  public record Unknown(int type, Bytes payload) {}
}
