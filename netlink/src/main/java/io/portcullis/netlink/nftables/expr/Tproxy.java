package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;
import java.util.Optional;

/**
 * Hands the packet to a local socket without changing it: {@code nft_tproxy.c}.
 *
 * @param family {@code NFPROTO_IPV4} or {@code NFPROTO_IPV6}, or {@code NFPROTO_UNSPEC} for both
 * @param address where the socket's address is; empty for the interface's own
 * @param port where the socket's port is, network order; empty for the packet's own
 */
public record Tproxy(int family, Optional<Register> address, Optional<Register> port)
    implements Expression {

  public Tproxy {
    Checks.u8("the family of tproxy", family);
  }
}
