package io.portcullis.netlink.nftables;

import io.portcullis.netlink.UnknownAttributes;

/**
 * A table: {@code NFTA_TABLE_*}.
 *
 * @param family fixed at creation
 * @param name at most 255 bytes
 * @param flags {@code NFT_TABLE_F_*}
 * @param userData comment, see {@link Comments}
 * @param unknown attributes of a newer kernel
 */
public record NftTable(
    NfFamily family, String name, int flags, UserData userData, UnknownAttributes unknown) {

  /** {@code NFT_TABLE_F_DORMANT}: hooks are not registered. */
  public static final int F_DORMANT = 0x1;

  /** {@code NFT_TABLE_F_OWNER}: only the socket that made it may change it. */
  public static final int F_OWNER = 0x2;

  /** {@code NFT_TABLE_F_PERSIST}: an owned table survives its owner. */
  public static final int F_PERSIST = 0x4;

  /** A table without flags, comment or anything unknown. */
  public NftTable(NfFamily family, String name) {
    this(family, name, 0, UserData.NONE, UnknownAttributes.NONE);
  }
}
