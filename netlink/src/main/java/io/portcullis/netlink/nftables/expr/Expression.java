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
        Connlimit,
        Counter,
        Ct,
        CtWrite,
        Dynset,
        Exthdr,
        Fib,
        Hash,
        Immediate,
        Last,
        Limit,
        Log,
        Lookup,
        Meta,
        MetaWrite,
        Notrack,
        Numgen,
        Objref,
        Opaque,
        Payload,
        PayloadWrite,
        Quota,
        Range {}
