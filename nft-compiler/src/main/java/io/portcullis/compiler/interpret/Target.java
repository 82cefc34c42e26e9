package io.portcullis.compiler.interpret;

import io.portcullis.netlink.nftables.Verdict;

/**
 * A verdict with its chain as a number.
 *
 * @param code as in {@link Verdict}
 * @param chain of a jump or goto, else -1
 * @param comment the number of the comment of the element that gives it, or {@link Trace#NONE}
 */
record Target(int code, int chain, int comment) {

  static final Target ACCEPT = new Target(Verdict.NF_ACCEPT, -1);

  static final Target CONTINUE = new Target(Verdict.NFT_CONTINUE, -1);

  /** A rule's verdict, or that of an element without a comment. */
  Target(int code, int chain) {
    this(code, chain, Trace.NONE);
  }

  Target withComment(int number) {
    return new Target(code, chain, number);
  }
}
