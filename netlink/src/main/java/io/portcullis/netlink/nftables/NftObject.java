package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.UnknownAttributes;

/**
 * A stateful object that rules and map elements refer to by name: {@code NFTA_OBJ_*}. Two of one
 * name may be in a table if their types differ.
 *
 * @param name at most 255 bytes
 * @param type {@code NFT_OBJECT_*}
 * @param data the payload of {@code NFTA_OBJ_DATA}, whose attributes depend on the type; kept and
 *     encoded again to the byte
 * @param userData comment, see {@link Comments}
 * @param unknown attributes of a newer kernel
 */
public record NftObject(
    String name, int type, Bytes data, UserData userData, UnknownAttributes unknown) {

  /** {@code NFT_OBJECT_COUNTER}. */
  public static final int COUNTER = 1;

  /** {@code NFT_OBJECT_QUOTA}. */
  public static final int QUOTA = 2;

  /** {@code NFT_OBJECT_CT_HELPER}. */
  public static final int CT_HELPER = 3;

  /** {@code NFT_OBJECT_LIMIT}. */
  public static final int LIMIT = 4;

  /** {@code NFT_OBJECT_CONNLIMIT}. */
  public static final int CONNLIMIT = 5;

  /** {@code NFT_OBJECT_TUNNEL}. */
  public static final int TUNNEL = 6;

  /** {@code NFT_OBJECT_CT_TIMEOUT}. */
  public static final int CT_TIMEOUT = 7;

  /** {@code NFT_OBJECT_SECMARK}. */
  public static final int SECMARK = 8;

  /** {@code NFT_OBJECT_CT_EXPECT}. */
  public static final int CT_EXPECT = 9;

  /** {@code NFT_OBJECT_SYNPROXY}. */
  public static final int SYNPROXY = 10;
}
