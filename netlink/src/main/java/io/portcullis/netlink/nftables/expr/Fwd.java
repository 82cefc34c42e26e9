package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Sends the packet out of another interface: {@code nft_fwd_netdev.c}.
 *
 * @param device where the interface index is, host order
 * @param address where the neighbour's address is; empty to leave the link-layer header alone
 * @param family {@code NFPROTO_*} of that address
 */
public record Fwd(Register device, Optional<Register> address, OptionalInt family)
    implements Expression {

  public Fwd {
    family.ifPresent(value -> Checks.u8("the family of fwd", value));
  }
}
