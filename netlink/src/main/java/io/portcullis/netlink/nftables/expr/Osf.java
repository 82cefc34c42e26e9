package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;

/**
 * Loads the name of the operating system that a TCP SYN looks like: {@code nft_osf.c}.
 *
 * @param dreg where to: 16 bytes, padded with NUL
 * @param ttl how the packet's time to live is judged: 0 exactly, 1 up to, 2 not at all
 * @param version {@code NFT_OSF_F_VERSION}: with the version
 */
public record Osf(Register dreg, int ttl, boolean version) implements Expression {

  public Osf {
    Checks.between("the ttl of osf", ttl, 0, 2);
  }
}
