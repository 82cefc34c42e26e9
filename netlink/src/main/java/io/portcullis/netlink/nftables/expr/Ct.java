package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;
import java.util.OptionalInt;

/**
 * Loads something about the packet's connection: {@code nft_ct.c}.
 *
 * @param dreg where to
 * @param key {@code NFT_CT_*}
 * @param direction {@code IP_CT_DIR_*}, for keys that have one
 */
public record Ct(Register dreg, int key, OptionalInt direction) implements Expression {

  /** {@code NFT_CT_STATE}: 4 bytes, host order, one bit set; see {@code STATE_*}. */
  public static final int STATE = 0;

  /** {@code NFT_CT_DIRECTION}: 1 byte, {@code IP_CT_DIR_*}; breaks the rule without a flow. */
  public static final int DIRECTION = 1;

  /** {@code NFT_CT_STATUS}: 4 bytes, host order, {@code IPS_*}; breaks the rule without a flow. */
  public static final int STATUS = 2;

  /** {@code IP_CT_DIR_REPLY}. */
  public static final int DIR_REPLY = 1;

  /** {@code IPS_EXPECTED}: a helper saw another flow ask for this one. */
  public static final int STATUS_EXPECTED = 1;

  /** {@code NF_CT_STATE_INVALID_BIT}. */
  public static final int STATE_INVALID = 1;

  /** {@code NF_CT_STATE_BIT(IP_CT_ESTABLISHED)}. */
  public static final int STATE_ESTABLISHED = 1 << 1;

  /** {@code NF_CT_STATE_BIT(IP_CT_RELATED)}. */
  public static final int STATE_RELATED = 1 << 2;

  /** {@code NF_CT_STATE_BIT(IP_CT_NEW)}. */
  public static final int STATE_NEW = 1 << 3;

  /** {@code NF_CT_STATE_UNTRACKED_BIT}. */
  public static final int STATE_UNTRACKED = 1 << 6;

  /** Loads the direction. */
  public static Ct direction(Register dreg) {
    return new Ct(dreg, DIRECTION, OptionalInt.empty());
  }

  /** Loads the status. */
  public static Ct status(Register dreg) {
    return new Ct(dreg, STATUS, OptionalInt.empty());
  }

  /** Loads the state. */
  public static Ct state(Register dreg) {
    return new Ct(dreg, STATE, OptionalInt.empty());
  }
}
