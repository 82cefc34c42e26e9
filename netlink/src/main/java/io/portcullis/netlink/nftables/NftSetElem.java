package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.List;
import java.util.Optional;

/**
 * One element: {@code NFTA_SET_ELEM_*}.
 *
 * @param key as wide as the set's key; empty only for a catch-all element
 * @param keyEnd the last key of the range ({@code NFTA_SET_ELEM_KEY_END}), for concatenations of
 *     ranges
 * @param flags {@code NFT_SET_ELEM_INTERVAL_END}, {@code NFT_SET_ELEM_CATCHALL}
 * @param data of a map; empty for a set
 * @param timeout milliseconds, 0 for the set's own
 * @param expressions on the element, such as a counter
 * @param userData comment, see {@link Comments}
 * @param unknown attributes of a newer kernel
 */
public record NftSetElem(
    Bytes key,
    Optional<Bytes> keyEnd,
    int flags,
    Optional<ElementData> data,
    long timeout,
    List<Expression> expressions,
    UserData userData,
    UnknownAttributes unknown) {

  /** {@code NFT_SET_ELEM_INTERVAL_END}: the first key after an interval. */
  public static final int F_INTERVAL_END = 0x1;

  /** {@code NFT_SET_ELEM_CATCHALL}: matches what no other element does. */
  public static final int F_CATCHALL = 0x2;

  public NftSetElem {
    expressions = List.copyOf(expressions);
  }

  /** An element of a set. */
  public static NftSetElem of(Bytes key) {
    return new NftSetElem(
        key,
        Optional.empty(),
        0,
        Optional.empty(),
        0,
        List.of(),
        UserData.NONE,
        UnknownAttributes.NONE);
  }

  /** The first key after an interval, which is not in the set. */
  public static NftSetElem intervalEnd(Bytes key) {
    return new NftSetElem(
        key,
        Optional.empty(),
        F_INTERVAL_END,
        Optional.empty(),
        0,
        List.of(),
        UserData.NONE,
        UnknownAttributes.NONE);
  }

  /** An element of a verdict map. */
  public static NftSetElem of(Bytes key, Verdict verdict) {
    return new NftSetElem(
        key,
        Optional.empty(),
        0,
        Optional.of(new ElementData.OfVerdict(verdict)),
        0,
        List.of(),
        UserData.NONE,
        UnknownAttributes.NONE);
  }

  /** The same element with user data. */
  public NftSetElem withUserData(UserData data) {
    return new NftSetElem(key, keyEnd, flags, this.data, timeout, expressions, data, unknown);
  }

  /** The same element with other expressions. */
  public NftSetElem withExpressions(List<Expression> others) {
    return new NftSetElem(key, keyEnd, flags, data, timeout, others, userData, unknown);
  }
}
