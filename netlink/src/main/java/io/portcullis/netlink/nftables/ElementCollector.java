package io.portcullis.netlink.nftables;

import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the elements of one set as they are read: many of a few kinds into an {@link
 * ElementBlock}, so that a table of a hundred thousand is not held as a million objects; others as
 * they are.
 */
final class ElementCollector {

  /** Below it, records are as good, and easier to look at. */
  private static final int FEW = 64;

  private final List<NftSetElem> listed = new ArrayList<>();
  private final Map<ElementBlock.Kind, Integer> palette = new LinkedHashMap<>();
  private final ElementBlock.Builder block;
  private final byte[] key;
  private boolean plain;

  ElementCollector(NftSet set) {
    int width = set.keyLength();
    this.plain = width > 0 && width <= 255;
    this.key = new byte[plain ? width : 0];
    this.block = ElementBlock.ofKeys(key.length);
  }

  void add(NftSetElem element) {
    if (plain && !fits(element)) {
      unpack();
    }
    if (!plain) {
      listed.add(element);
      return;
    }
    element.key().copyTo(key, 0);
    if (element.data().isPresent() && element.data().get() instanceof ElementData.OfVerdict data) {
      boolean counted = !element.expressions().isEmpty();
      ElementBlock.Kind kind = new ElementBlock.Kind(data.verdict(), element.userData(), counted);
      Counter counter = counted ? (Counter) element.expressions().get(0) : Counter.ZERO;
      int number = palette.computeIfAbsent(kind, k -> palette.size());
      block.add(key, number, counter.packets(), counter.bytes());
    } else {
      block.add(key);
    }
  }

  SetElements elements() {
    if (plain && block.size() < FEW) {
      unpack();
    }
    return plain ? block.build(kinds()) : new SetElements.Listed(listed);
  }

  private List<ElementBlock.Kind> kinds() {
    return List.copyOf(palette.keySet());
  }

  private void unpack() {
    plain = false;
    if (block.size() > 0) {
      ElementBlock packed = block.build(kinds());
      for (int i = 0; i < packed.size(); i++) {
        listed.add(packed.get(i));
      }
    }
  }

  /** Whether a block can hold it and all before it. */
  private boolean fits(NftSetElem element) {
    boolean verdict =
        element.data().isPresent() && element.data().get() instanceof ElementData.OfVerdict;
    return element.key().length() == key.length
        && element.keyEnd().isEmpty()
        && element.flags() == 0
        && (verdict || element.data().isEmpty())
        && (block.size() == 0 || verdict != palette.isEmpty())
        && element.timeout() == 0
        && element.expiration() == 0
        && (verdict ? isCounter(element.expressions()) : isBare(element))
        && element.unknown().equals(UnknownAttributes.NONE);
  }

  private static boolean isCounter(List<Expression> expressions) {
    return expressions.isEmpty()
        || (expressions.size() == 1 && expressions.get(0) instanceof Counter);
  }

  private static boolean isBare(NftSetElem element) {
    return element.expressions().isEmpty() && element.userData().isEmpty();
  }
}
