package io.portcullis.netlink.route;

import io.portcullis.netlink.Bytes;

/** Something to be set on a link. */
public sealed interface LinkChange {

  /** Sets it up. */
  record Up() implements LinkChange {}

  /** Sets it down. */
  record Down() implements LinkChange {}

  /** Gives it another name. */
  record Rename(LinkName name) implements LinkChange {}

  /** Gives it another hardware address, as long as the one it has. */
  record HardwareAddress(Bytes address) implements LinkChange {}

  /** Sets the size of the largest packet. */
  record Mtu(int bytes) implements LinkChange {}

  /** Moves it to another namespace, where it is down and may get another index. */
  record Move(NamespaceRef namespace) implements LinkChange {}
}
