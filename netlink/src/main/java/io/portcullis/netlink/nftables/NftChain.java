package io.portcullis.netlink.nftables;

import io.portcullis.netlink.UnknownAttributes;
import java.util.Optional;

/**
 * A chain: {@code NFTA_CHAIN_*}. Rules are separate objects, see {@link NftRule}.
 *
 * @param name at most 255 bytes, unique in its table
 * @param base where it is hooked; empty for a regular chain
 * @param flags {@code NFT_CHAIN_*} other than {@code NFT_CHAIN_BASE}, which {@code base} implies
 * @param userData comment, see {@link Comments}
 * @param unknown attributes of a newer kernel
 */
public record NftChain(
    String name, Optional<BaseHook> base, int flags, UserData userData, UnknownAttributes unknown) {

  /** {@code NFT_CHAIN_HW_OFFLOAD}: the device is to do it. */
  public static final int F_HW_OFFLOAD = 0x2;

  /**
   * {@code NFT_CHAIN_BINDING}: belongs to the one rule that goes there, and has a name only so that
   * this rule can say so.
   */
  public static final int F_BINDING = 0x4;

  /** The same chain under another name. */
  public NftChain withName(String other) {
    return new NftChain(other, base, flags, userData, unknown);
  }

  /** A regular chain with user data. */
  public static NftChain regular(String name, UserData userData) {
    return new NftChain(name, Optional.empty(), 0, userData, UnknownAttributes.NONE);
  }

  /** A base chain with user data. */
  public static NftChain base(String name, BaseHook hook, UserData userData) {
    return new NftChain(name, Optional.of(hook), 0, userData, UnknownAttributes.NONE);
  }
}
