package io.portcullis.netlink.conntrack;

/** What happens to connections. */
public sealed interface ConntrackEvent {

  /** One began. */
  record Created(ConntrackEntry entry) implements ConntrackEvent {}

  /** Something about one changed; the kernel may leave out what did not. */
  record Updated(ConntrackEntry entry) implements ConntrackEvent {}

  /** One is over, or was deleted; with its last counters. */
  record Destroyed(ConntrackEntry entry) implements ConntrackEvent {}
}
