package io.portcullis.netlink.route;

import io.portcullis.netlink.Bytes;
import java.util.Optional;

/**
 * One end of a veth to be made.
 *
 * @param name free in its namespace
 * @param hardwareAddress six bytes; the kernel takes a random one if none is given
 * @param namespace where it shall be; by default that of the socket
 */
public record VethEnd(
    LinkName name, Optional<Bytes> hardwareAddress, Optional<NamespaceRef> namespace) {

  /** An end in the socket's namespace, with a random hardware address. */
  public static VethEnd of(String name) {
    return new VethEnd(LinkName.of(name), Optional.empty(), Optional.empty());
  }

  /** The same with a hardware address. */
  public VethEnd withAddress(Bytes address) {
    return new VethEnd(name, Optional.of(address), namespace);
  }

  /** The same in another namespace. */
  public VethEnd in(NamespaceRef other) {
    return new VethEnd(name, hardwareAddress, Optional.of(other));
  }
}
