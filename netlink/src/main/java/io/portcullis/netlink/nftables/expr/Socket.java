package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;
import java.util.OptionalInt;

/**
 * Loads something about the socket that will get the packet: {@code nft_socket.c}.
 *
 * @param dreg where to
 * @param key {@link #NFT_SOCKET_TRANSPARENT} and others
 * @param level which ancestor of the control group, for that key alone
 */
public record Socket(Register dreg, int key, OptionalInt level) implements Expression {

  /** Whether {@code IP_TRANSPARENT} is set: 1 byte. */
  public static final int NFT_SOCKET_TRANSPARENT = 0;

  /** Its mark: 4 bytes, host order. */
  public static final int NFT_SOCKET_MARK = 1;

  /** Whether it is bound to any address: 1 byte. */
  public static final int NFT_SOCKET_WILDCARD = 2;

  /** The number of its control group's ancestor: 8 bytes, host order. */
  public static final int NFT_SOCKET_CGROUPV2 = 3;

  public Socket {
    Checks.between("the key of socket", key, NFT_SOCKET_TRANSPARENT, NFT_SOCKET_CGROUPV2);
    level.ifPresent(value -> Checks.between("the level of socket", value, 0, 255));
    if (level.isPresent() != (key == NFT_SOCKET_CGROUPV2)) {
      throw new IllegalArgumentException(
          "socket has a level for control groups, and for nothing else");
    }
  }
}
