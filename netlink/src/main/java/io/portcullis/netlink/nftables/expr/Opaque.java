package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.Bytes;

/**
 * An expression kept as bytes, because its name or one of its attributes is not known here.
 *
 * @param name {@code NFTA_EXPR_NAME}
 * @param data the payload of {@code NFTA_EXPR_DATA}, encoded again to the byte
 */
public record Opaque(String name, Bytes data) implements Expression {}
