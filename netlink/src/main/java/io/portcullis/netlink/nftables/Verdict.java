package io.portcullis.netlink.nftables;

import java.util.Optional;

/**
 * A verdict: {@code NFTA_VERDICT_CODE} and, for a jump or goto, {@code NFTA_VERDICT_CHAIN}.
 *
 * @param code {@code NF_*} (0 and up) or {@code NFT_*} (negative)
 * @param chain the target of a jump or goto
 */
public record Verdict(int code, Optional<String> chain) {

  public static final int NF_DROP = 0;
  public static final int NF_ACCEPT = 1;
  public static final int NF_QUEUE = 3;
  public static final int NFT_CONTINUE = -1;
  public static final int NFT_BREAK = -2;
  public static final int NFT_JUMP = -3;
  public static final int NFT_GOTO = -4;
  public static final int NFT_RETURN = -5;

  /** The packet goes no further, on this hook or any other. */
  public static final Verdict DROP = new Verdict(NF_DROP, Optional.empty());

  /** Ends this base chain; others on the hook still run. */
  public static final Verdict ACCEPT = new Verdict(NF_ACCEPT, Optional.empty());

  /** Back to the calling chain, or to the policy from a base chain. */
  public static final Verdict RETURN = new Verdict(NFT_RETURN, Optional.empty());

  /** On with the next rule. */
  public static final Verdict CONTINUE = new Verdict(NFT_CONTINUE, Optional.empty());

  /** Into {@code chain}, and back to the next rule when it ends. */
  public static Verdict jump(String chain) {
    return new Verdict(NFT_JUMP, Optional.of(chain));
  }

  /** Into {@code chain}, not coming back here. */
  public static Verdict goTo(String chain) {
    return new Verdict(NFT_GOTO, Optional.of(chain));
  }

  /** As nft prints it. */
  @Override
  public String toString() {
    return switch (code) {
      case NF_DROP -> "drop";
      case NF_ACCEPT -> "accept";
      case NF_QUEUE -> "queue";
      case NFT_CONTINUE -> "continue";
      case NFT_BREAK -> "break";
      case NFT_JUMP -> "jump " + chain.orElse("?");
      case NFT_GOTO -> "goto " + chain.orElse("?");
      case NFT_RETURN -> "return";
      default -> "verdict " + code;
    };
  }
}
