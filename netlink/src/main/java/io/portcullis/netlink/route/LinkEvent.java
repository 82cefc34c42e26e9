package io.portcullis.netlink.route;

/** What happens to links and their addresses. */
public sealed interface LinkEvent {

  /** A link is new, or something about it changed, or nothing. */
  record LinkChanged(Link link) implements LinkEvent {}

  /** A link is gone from this namespace; its last state. Its addresses went before it. */
  record LinkDeleted(Link link) implements LinkEvent {}

  /** An address is new, or something about it changed, or nothing. */
  record AddressChanged(LinkAddress address) implements LinkEvent {}

  /** An address is gone; its last state. */
  record AddressDeleted(LinkAddress address) implements LinkEvent {}
}
