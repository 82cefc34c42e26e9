package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;
import java.util.Optional;

/**
 * Changes the source or destination of a connection: {@code nft_nat.c}. Only in chains of type nat.
 *
 * @param type {@link #NFT_NAT_SNAT} or {@link #NFT_NAT_DNAT}
 * @param family {@code NFPROTO_IPV4} or {@code NFPROTO_IPV6}: of the addresses
 * @param addressMin where the first address is; empty to keep the address
 * @param addressMax where the last address is; the same register for one address
 * @param portMin where the first port is, network order; empty to keep the port
 * @param portMax where the last port is
 * @param flags {@code NF_NAT_RANGE_*}; the bits for addresses and ports follow from the registers,
 *     as {@code nft_nat_init()} has it, and are added here
 */
public record Nat(
    int type,
    int family,
    Optional<Register> addressMin,
    Optional<Register> addressMax,
    Optional<Register> portMin,
    Optional<Register> portMax,
    int flags)
    implements Expression {

  /** Source. */
  public static final int NFT_NAT_SNAT = 0;

  /** Destination. */
  public static final int NFT_NAT_DNAT = 1;

  /** There are addresses. */
  public static final int NF_NAT_RANGE_MAP_IPS = 1;

  /** There are ports. */
  public static final int NF_NAT_RANGE_PROTO_SPECIFIED = 1 << 1;

  /** Ports are drawn. */
  public static final int NF_NAT_RANGE_PROTO_RANDOM = 1 << 2;

  /** One client gets one address. */
  public static final int NF_NAT_RANGE_PERSISTENT = 1 << 3;

  /** Ports are drawn from a better source. */
  public static final int NF_NAT_RANGE_PROTO_RANDOM_FULLY = 1 << 4;

  /** The port moves by as much as it is above a base. */
  public static final int NF_NAT_RANGE_PROTO_OFFSET = 1 << 5;

  /** The address keeps its host part. */
  public static final int NF_NAT_RANGE_NETMAP = 1 << 6;

  public Nat {
    Checks.between("the type of nat", type, NFT_NAT_SNAT, NFT_NAT_DNAT);
    Checks.together("the addresses of nat", addressMin, addressMax);
    Checks.together("the ports of nat", portMin, portMax);
    Checks.between("the flags of nat", flags, 0, 0x7f);
    flags |= addressMin.isPresent() ? NF_NAT_RANGE_MAP_IPS : 0;
    flags |= portMin.isPresent() ? NF_NAT_RANGE_PROTO_SPECIFIED : 0;
  }
}
