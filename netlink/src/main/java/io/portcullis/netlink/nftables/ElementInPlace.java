package io.portcullis.netlink.nftables;

import static io.portcullis.netlink.nftables.codec.ExpressionAttributes.NFTA_COUNTER_BYTES;
import static io.portcullis.netlink.nftables.codec.ExpressionAttributes.NFTA_COUNTER_PACKETS;
import static io.portcullis.netlink.nftables.codec.ExpressionAttributes.NFTA_COUNTER_PAD;
import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Compares an element, in the kernel's own bytes, with one of a block. It says yes only if each
 * attribute is there once, as it is expected, and no other; a no means that it takes a closer look.
 */
final class ElementInPlace {

  private static final Bytes COUNTER = Bytes.of("counter\0".getBytes(StandardCharsets.US_ASCII));

  // Bits of ours, not of the kernel.
  private static final byte KEY = 1;
  private static final byte DATA = 2;
  private static final byte EXPRESSION = 4;
  private static final byte USER_DATA = 8;

  private final ElementBlock expected;
  private long packets;
  private long bytes;

  ElementInPlace(ElementBlock expected) {
    this.expected = expected;
  }

  /**
   * Whether it is element {@code index}, whatever it has counted.
   *
   * @param element the inside of its {@code NFTA_LIST_ELEM}
   */
  boolean is(int index, AttributeReader element) {
    packets = 0;
    bytes = 0;
    Optional<ElementBlock.Kind> kind =
        expected.kinds().isEmpty()
            ? Optional.empty()
            : Optional.of(expected.kinds().get(expected.verdictIndex(index)));
    int met = 0;
    while (element.next()) {
      int part = part(element, index, kind);
      if (part == 0 || (met & part) != 0) {
        return false;
      }
      met |= part;
    }
    return met == wanted(kind);
  }

  /** What counted {@link #is} last time; 0 without a counter. */
  long packets() {
    return packets;
  }

  /** As {@link #packets}. */
  long bytes() {
    return bytes;
  }

  private static int wanted(Optional<ElementBlock.Kind> kind) {
    return kind.isEmpty()
        ? KEY
        : KEY
            | DATA
            | (kind.get().counted() ? EXPRESSION : 0)
            | (kind.get().userData().isEmpty() ? 0 : USER_DATA);
  }

  /** Which part that is, if it is as expected; 0 if not. */
  private int part(AttributeReader in, int index, Optional<ElementBlock.Kind> kind) {
    return switch (in.type()) {
      case NFTA_SET_ELEM_KEY -> isKey(in.nested(), index) ? KEY : 0;
      case NFTA_SET_ELEM_DATA ->
          kind.isPresent() && isVerdict(in.nested(), kind.get().verdict()) ? DATA : 0;
      case NFTA_SET_ELEM_EXPR -> isCounter(in.nested()) ? EXPRESSION : 0;
      case NFTA_SET_ELEM_USERDATA ->
          kind.isPresent() && in.is(kind.get().userData().bytes()) ? USER_DATA : 0;
      default -> 0;
    };
  }

  private boolean isKey(AttributeReader in, int index) {
    return in.next() && in.type() == NFTA_DATA_VALUE && expected.keyIs(index, in) && !in.next();
  }

  private static boolean isVerdict(AttributeReader in, Verdict verdict) {
    if (!in.next() || in.type() != NFTA_DATA_VERDICT) {
      return false;
    }
    AttributeReader inside = in.nested();
    boolean same = inside.next() && inside.type() == NFTA_VERDICT_CODE;
    same = same && inside.u32be() == verdict.code();
    if (same && verdict.chain().isPresent()) {
      same =
          inside.next()
              && inside.type() == NFTA_VERDICT_CHAIN
              && inside.string().equals(verdict.chain().get());
    }
    return same && !inside.next() && !in.next();
  }

  private boolean isCounter(AttributeReader in) {
    if (!in.next() || in.type() != NFTA_EXPR_NAME || !in.is(COUNTER)) {
      return false;
    }
    if (!in.next() || in.type() != NFTA_EXPR_DATA) {
      return false;
    }
    AttributeReader counts = in.nested();
    int met = 0;
    while (counts.next()) {
      switch (counts.type()) {
        case NFTA_COUNTER_BYTES -> {
          bytes = counts.u64be();
          met++;
        }
        case NFTA_COUNTER_PACKETS -> {
          packets = counts.u64be();
          met++;
        }
        case NFTA_COUNTER_PAD -> {}
        default -> {
          return false;
        }
      }
    }
    return met == 2 && !in.next();
  }
}
