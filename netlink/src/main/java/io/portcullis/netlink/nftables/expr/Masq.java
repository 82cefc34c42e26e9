package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;
import java.util.Optional;

/**
 * Changes the source to an address of the interface it leaves by: {@code nft_masq.c}.
 *
 * @param flags {@code NF_NAT_RANGE_*}, see {@link Nat}
 * @param portMin where the first port is, network order; empty to keep the port
 * @param portMax where the last port is
 */
public record Masq(int flags, Optional<Register> portMin, Optional<Register> portMax)
    implements Expression {

  public Masq {
    Checks.between("the flags of masq", flags, 0, 0x7f);
    Checks.together("the ports of masq", portMin, portMax);
    flags |= portMin.isPresent() ? Nat.NF_NAT_RANGE_PROTO_SPECIFIED : 0;
  }
}
