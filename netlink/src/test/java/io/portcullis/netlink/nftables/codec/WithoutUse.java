package io.portcullis.netlink.nftables.codec;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The constants of nf_tables that this module does without, each with the reason; names are
 * patterns of the whole name.
 */
final class WithoutUse {

  private static final Map<String, String> REASONS = new LinkedHashMap<>();

  static {
    REASONS.put(".*_MAX", "the last of an enumeration, which grows");
    REASONS.put(".*_UNSPEC", "number 0, which no attribute has");
    REASONS.put("NFT_REG32_(0[1-9]|1[0-5]|COUNT|SIZE)", "counted from NFT_REG32_00");
    REASONS.put("NFT_REG_([234]|SIZE)", "counted from NFT_REG_1");
    REASONS.put(".*_(MAXNAMELEN|MAXLEN|MAXGENRELEN)", "a limit that the kernel holds us to");
    REASONS.put(".*_MASK|NFT_CHAIN_FLAGS", "all flags together; single ones are named");
    REASONS.put("NFT_DATA_VALUE", "0, said where there is no NFT_DATA_VERDICT");
    REASONS.put("NFT_BITWISE_BOOL", "another name of NFT_BITWISE_MASK_XOR");
    REASONS.put("NFT_META_IIFTYPE", "another name of NFT_META_IFTYPE");
    REASONS.put("NFT_RULE_COMPAT_F_UNUSED", "unused, as it says");
    REASONS.put("NFTA_COMPAT_.*", "asks for revisions of xtables' extensions: another subsystem");
    REASONS.put(
        "NFT_(ITER|TRANS|SET_EXT|SET_CLASS|VALIDATE|PIPAPO|PKTINFO|OFFLOAD|PAYLOAD_CTX"
            + "|INNER_EXPR|DATA_DESC|CHAIN_T)_.*",
        "inside the kernel only");
  }

  private WithoutUse() {}

  /** True if we do without it. */
  static boolean holds(String name) {
    return REASONS.keySet().stream().anyMatch(name::matches);
  }
}
