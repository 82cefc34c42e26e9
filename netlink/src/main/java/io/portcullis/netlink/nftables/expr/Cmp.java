package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Register;

/**
 * Compares a register with a constant as {@code memcmp} does, and breaks the rule if the answer is
 * no: {@code nft_cmp.c}.
 *
 * @param sreg what is compared
 * @param op how
 * @param data with what; its length is how many bytes are compared
 */
public record Cmp(Register sreg, Op op, Bytes data) implements Expression {

  /** {@code NFT_CMP_*}, in the kernel's numbering. */
  public enum Op {
    EQ,
    NEQ,
    LT,
    LTE,
    GT,
    GTE
  }
}
