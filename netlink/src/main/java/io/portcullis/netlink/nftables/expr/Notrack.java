package io.portcullis.netlink.nftables.expr;

/** Keeps connection tracking from this packet: {@code nft_ct.c}, {@code notrack}. */
public record Notrack() implements Expression {}
