package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Register;

/** Loads a constant: {@code nft_immediate.c}. */
public sealed interface Immediate extends Expression {

  /** A verdict: into {@code NFT_REG_VERDICT}. */
  record Verdict(io.portcullis.netlink.nftables.Verdict verdict) implements Immediate {}

  /** A value. */
  record Value(Register dreg, Bytes value) implements Immediate {}
}
