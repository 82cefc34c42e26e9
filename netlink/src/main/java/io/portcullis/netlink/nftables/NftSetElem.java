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
 * @param timeout milliseconds, 0 for the set's own, {@link #NEVER} for none though the set has one
 *     (Linux 6.12)
 * @param expiration milliseconds that are left of the timeout, when it was read or from when it is
 *     written; 0 for all of it
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
    long expiration,
    List<Expression> expressions,
    UserData userData,
    UnknownAttributes unknown) {

  /** A {@code timeout} that lets the element stay in a set whose elements go. */
  public static final long NEVER = -1;

  /** {@code NFT_SET_ELEM_INTERVAL_END}: the first key after an interval. */
  public static final int F_INTERVAL_END = 0x1;

  /** {@code NFT_SET_ELEM_CATCHALL}: matches what no other element does. */
  public static final int F_CATCHALL = 0x2;

  public NftSetElem {
    expressions = List.copyOf(expressions);
  }

  /** An element with all of its timeout before it. */
  public NftSetElem(
      Bytes key,
      Optional<Bytes> keyEnd,
      int flags,
      Optional<ElementData> data,
      long timeout,
      List<Expression> expressions,
      UserData userData,
      UnknownAttributes unknown) {
    this(key, keyEnd, flags, data, timeout, 0, expressions, userData, unknown);
  }

  /** An element of a set. */
  public static NftSetElem of(Bytes key) {
    return plain(key, 0, Optional.empty());
  }

  /** The first key after an interval, which is not in the set. */
  public static NftSetElem intervalEnd(Bytes key) {
    return plain(key, F_INTERVAL_END, Optional.empty());
  }

  /** An element of a verdict map. */
  public static NftSetElem of(Bytes key, Verdict verdict) {
    return plain(key, 0, Optional.of(new ElementData.OfVerdict(verdict)));
  }

  private static NftSetElem plain(Bytes key, int flags, Optional<ElementData> data) {
    return new NftSetElem(
        key, Optional.empty(), flags, data, 0, List.of(), UserData.NONE, UnknownAttributes.NONE);
  }

  /** The same element with other data of a map. */
  public NftSetElem withData(Optional<ElementData> other) {
    return new NftSetElem(
        key, keyEnd, flags, other, timeout, expiration, expressions, userData, unknown);
  }

  /** The same element with user data. */
  public NftSetElem withUserData(UserData other) {
    return new NftSetElem(
        key, keyEnd, flags, data, timeout, expiration, expressions, other, unknown);
  }

  /** The same element with all of its timeout before it, and other expressions. */
  public NftSetElem anew(List<Expression> others) {
    return new NftSetElem(key, keyEnd, flags, data, timeout, others, userData, unknown);
  }

  /** The same element with other expressions. */
  public NftSetElem withExpressions(List<Expression> others) {
    return new NftSetElem(key, keyEnd, flags, data, timeout, expiration, others, userData, unknown);
  }
}
