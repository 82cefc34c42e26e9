package io.portcullis.netlink.nftables.expr;

/**
 * One step of a rule: {@code NFTA_LIST_ELEM} with {@code NFTA_EXPR_NAME} and {@code
 * NFTA_EXPR_DATA}.
 */
public sealed interface Expression
    permits Bitwise,
        Cmp,
        Counter,
        Ct,
        Fib,
        Immediate,
        Limit,
        Log,
        Lookup,
        Meta,
        Notrack,
        Opaque,
        Payload,
        Range {}
