package io.portcullis.compiler.proof;

import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Range;

/** Expressions by hand, and what spoils them. */
final class Hands {

  static final Expression ACCEPT = verdict(Verdict.ACCEPT);
  static final Expression DROP = verdict(Verdict.DROP);

  private Hands() {}

  static Expression verdict(Verdict verdict) {
    return new Immediate.Verdict(verdict);
  }

  /** The opposite of a comparison or verdict, jump for goto; anything else as it is. */
  static Expression flipped(Expression expression) {
    if (expression instanceof Cmp cmp) {
      return new Cmp(cmp.sreg(), cmp.op() == Cmp.Op.EQ ? Cmp.Op.NEQ : Cmp.Op.EQ, cmp.data());
    } else if (expression instanceof Range range) {
      return new Range(range.sreg(), !range.inverted(), range.from(), range.to());
    } else if (expression instanceof Immediate.Verdict v
        && v.verdict().code() == Verdict.NFT_GOTO) {
      return verdict(new Verdict(Verdict.NFT_JUMP, v.verdict().chain()));
    } else if (expression instanceof Immediate.Verdict v
        && v.verdict().code() == Verdict.NFT_JUMP) {
      return verdict(new Verdict(Verdict.NFT_GOTO, v.verdict().chain()));
    } else if (expression.equals(ACCEPT)) {
      return DROP;
    } else if (expression.equals(DROP)) {
      return ACCEPT;
    }
    return expression;
  }
}
