package io.portcullis.netlink.nftables.expr;

/**
 * One step of a rule: {@code NFTA_LIST_ELEM} with {@code NFTA_EXPR_NAME} and {@code
 * NFTA_EXPR_DATA}.
 */
public sealed interface Expression
    permits Bitwise,
        BitwiseBoolean,
        BitwiseShift,
        Byteorder,
        Cmp,
        Counter,
        Ct,
        CtWrite,
        Fib,
        Hash,
        Immediate,
        Limit,
        Log,
        Lookup,
        Meta,
        MetaWrite,
        Notrack,
        Numgen,
        Opaque,
        Payload,
        PayloadWrite,
        Range {}
