package io.portcullis.netlink.nftables;

/**
 * {@code NFTA_RULE_COMPAT}: the protocol that {@code iptables -p} named, which some matches and
 * targets of xtables demand to be told ({@code nft_parse_compat()} of {@code nft_compat.c}). The
 * kernel takes it and never gives it back, so a rule that is read has none; {@link
 * io.portcullis.netlink.nftables.codec.CompatCodec} puts it into a rule, and finds it again from
 * what the rule compares.
 *
 * @param protocol {@code IPPROTO_*}, 0 to 255
 * @param inverted {@code NFT_RULE_COMPAT_F_INV}: any but this one
 */
public record RuleCompat(int protocol, boolean inverted) {

  public RuleCompat {
    if (protocol < 0 || protocol > 0xff) {
      throw new IllegalArgumentException("a protocol is 0 to 255, not " + protocol);
    }
  }
}
