package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;
import java.util.OptionalInt;

/**
 * Changes something about the packet's connection: {@code nft_ct.c}. The kernel takes mark,
 * secmark, labels, event mask and zone.
 *
 * @param sreg the new value: 4 bytes in host order, 2 for a zone, 16 for labels
 * @param key {@code NFT_CT_*}
 * @param direction {@code IP_CT_DIR_*}, for a zone of one direction
 */
public record CtWrite(Register sreg, int key, OptionalInt direction) implements Expression {

  public CtWrite {
    direction.ifPresent(value -> Checks.between("the direction of ct", value, 0, 1));
  }
}
