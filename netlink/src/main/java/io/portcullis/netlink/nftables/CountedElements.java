package io.portcullis.netlink.nftables;

import static io.portcullis.netlink.nftables.codec.ObjectAttributes.NFTA_LIST_ELEM;
import static io.portcullis.netlink.nftables.codec.ObjectAttributes.NFTA_SET_ELEM_LIST_ELEMENTS;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.expr.Counter;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes the elements of a block as a kernel has them, in order, and what they have counted. Nearly
 * all are just as expected, which {@link ElementInPlace} sees without an object for any part of
 * them; what it cannot tell of is decoded and compared.
 */
final class CountedElements {

  private final ElementBlock expected;
  private final long[] counts;
  private final ElementInPlace inPlace;
  private int next;
  private boolean asExpected = true;

  CountedElements(ElementBlock expected) {
    this.expected = expected;
    this.inPlace = new ElementInPlace(expected);
    this.counts = new long[2 * expected.size()];
  }

  /**
   * The elements of a message.
   *
   * @param in its attributes
   * @param decode reads the element that a list is at
   */
  void take(AttributeReader in, Function<AttributeReader, NftSetElem> decode) {
    while (in.next()) {
      if (in.type() != NFTA_SET_ELEM_LIST_ELEMENTS) {
        continue;
      }
      AttributeReader list = in.nested();
      while (list.next()) {
        if (list.type() == NFTA_LIST_ELEM
            && asExpected
            && next < expected.size()
            && inPlace.is(next, list.nested())) {
          count(inPlace.packets(), inPlace.bytes());
          next++;
        } else {
          next(decode.apply(list));
        }
      }
    }
  }

  private void count(long packets, long bytes) {
    counts[2 * next] = packets;
    counts[2 * next + 1] = bytes;
  }

  /** The kernel's next one. */
  private void next(NftSetElem read) {
    asExpected = asExpected && next < expected.size() && isSame(read, next);
    if (asExpected && !read.expressions().isEmpty()) {
      Counter counter = (Counter) read.expressions().get(0);
      count(counter.packets(), counter.bytes());
    }
    next++;
  }

  /** Whether none of them was another one so far. */
  boolean isAsExpected() {
    return asExpected;
  }

  /** All of them; empty if one is missing or another one. */
  Optional<ElementBlock> block() {
    return asExpected && next == expected.size()
        ? Optional.of(expected.withCounts(counts))
        : Optional.empty();
  }

  /** In all that there is to an element, but for what it has counted. */
  private boolean isSame(NftSetElem read, int index) {
    if (!expected.keyIs(index, read.key())
        || read.keyEnd().isPresent()
        || read.flags() != 0
        || read.timeout() != 0
        || read.expiration() != 0
        || !read.unknown().equals(UnknownAttributes.NONE)) {
      return false;
    }
    return expected.kinds().isEmpty()
        ? read.data().isEmpty() && read.expressions().isEmpty() && read.userData().isEmpty()
        : isKind(read, expected.kinds().get(expected.verdictIndex(index)));
  }

  private static boolean isKind(NftSetElem read, ElementBlock.Kind kind) {
    boolean counts =
        kind.counted()
            ? read.expressions().size() == 1 && read.expressions().get(0) instanceof Counter
            : read.expressions().isEmpty();
    return counts
        && read.userData().equals(kind.userData())
        && read.data().orElse(null) instanceof ElementData.OfVerdict data
        && data.verdict().equals(kind.verdict());
  }
}
