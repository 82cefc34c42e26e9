package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;
import java.util.Optional;

/**
 * Changes the destination to this host: {@code nft_redir.c}.
 *
 * @param portMin where the first port is, network order; empty to keep the port
 * @param portMax where the last port is
 * @param flags {@code NF_NAT_RANGE_*}, see {@link Nat}; that for ports follows from the registers
 */
public record Redir(Optional<Register> portMin, Optional<Register> portMax, int flags)
    implements Expression {

  public Redir {
    Checks.together("the ports of redir", portMin, portMax);
    Checks.between("the flags of redir", flags, 0, 0x7f);
    flags |= portMin.isPresent() ? Nat.NF_NAT_RANGE_PROTO_SPECIFIED : 0;
  }
}
