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

  /** 1 byte: {@code IP_CT_DIR_*}. */
  public static final int DIRECTION = 1;

  /** 4 bytes, host order: {@code IPS_*}. */
  public static final int STATUS = 2;

  /** 4 bytes, host order. */
  public static final int MARK = 3;

  /** 4 bytes, host order. */
  public static final int SECMARK = 4;

  /** 4 bytes, host order: milliseconds. */
  public static final int EXPIRATION = 5;

  /** 16 bytes, padded with NUL. */
  public static final int HELPER = 6;

  /** 1 byte: {@code NFPROTO_*}. */
  public static final int L3PROTOCOL = 7;

  /** An address, as wide as the family's. */
  public static final int SRC = 8;

  /** An address, as wide as the family's. */
  public static final int DST = 9;

  /** 1 byte: {@code IPPROTO_*}. */
  public static final int PROTOCOL = 10;

  /** 2 bytes, network order. */
  public static final int PROTO_SRC = 11;

  /** 2 bytes, network order. */
  public static final int PROTO_DST = 12;

  /** 16 bytes. */
  public static final int LABELS = 13;

  /** 8 bytes, host order. */
  public static final int PKTS = 14;

  /** 8 bytes, host order. */
  public static final int BYTES = 15;

  /** 8 bytes, host order: bytes a packet. */
  public static final int AVGPKT = 16;

  /** 2 bytes, host order. */
  public static final int ZONE = 17;

  /** 4 bytes, host order, written only. */
  public static final int EVENTMASK = 18;

  /** 4 bytes. */
  public static final int SRC_IP = 19;

  /** 4 bytes. */
  public static final int DST_IP = 20;

  /** 16 bytes. */
  public static final int SRC_IP6 = 21;

  /** 16 bytes. */
  public static final int DST_IP6 = 22;

  /** 4 bytes. */
  public static final int ID = 23;

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

  /** {@code IP_CT_DIR_REPLY}. */
  public static final int DIR_REPLY = 1;

  /** {@code IPS_EXPECTED}: a helper saw another flow ask for this one. */
  public static final int STATUS_EXPECTED = 1;

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
