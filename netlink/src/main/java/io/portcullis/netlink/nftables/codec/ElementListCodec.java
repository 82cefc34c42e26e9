package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;

import io.portcullis.netlink.Align;
import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.expr.Counter;
import java.util.List;
import java.util.function.Consumer;

/** {@code NFTA_SET_ELEM_LIST_*}: as many elements as one attribute's sixteen-bit length holds. */
public final class ElementListCodec {

  private ElementListCodec() {}

  /** Where an element's key starts: after the headers of the element, the key and its value. */
  private static final int KEY_OFFSET = 3 * Align.NLA_HDRLEN;

  /**
   * One element for each kind of a block, encoded once, with zeros for a key: all elements are one
   * of these but for that, and for what they have counted.
   *
   * @param out lends its room, and is left as it was
   * @param keysOnly for a deletion, which has no verdicts and so one of them
   */
  public static byte[][] templates(MessageWriter out, ElementBlock block, boolean keysOnly) {
    NftSetElem plain = NftSetElem.of(Bytes.zero(block.keyLength()));
    if (keysOnly || block.kinds().isEmpty()) {
      return new byte[][] {template(out, plain)};
    }
    return block.kinds().stream()
        .map(kind -> template(out, element(plain.key(), kind)))
        .toArray(byte[][]::new);
  }

  private static NftSetElem element(Bytes key, ElementBlock.Kind kind) {
    NftSetElem element = NftSetElem.of(key, kind.verdict()).withUserData(kind.userData());
    return kind.counted() ? element.withExpressions(List.of(Counter.ZERO)) : element;
  }

  private static byte[] template(MessageWriter out, NftSetElem element) {
    int start = out.position();
    ElementCodec.encode(out, element);
    byte[] encoded = new byte[out.position() - start];
    out.buffer().get(start, encoded);
    out.rewind(start);
    return encoded;
  }

  /**
   * Writes the attributes of one message: elements from {@code from} on, as many as fit.
   *
   * @param templates those of {@link #templates}, if {@code elements} is a block
   * @param keysOnly for a deletion
   * @return the index of the first element that did not fit
   */
  public static int encode(
      MessageWriter out,
      String table,
      String set,
      SetElements elements,
      byte[][] templates,
      int from,
      boolean keysOnly) {
    out.putString(NFTA_SET_ELEM_LIST_SET, set);
    out.putString(NFTA_SET_ELEM_LIST_TABLE, table);
    int list = out.startNested(NFTA_SET_ELEM_LIST_ELEMENTS);
    int index = from;
    while (index < elements.size()) {
      int start = out.position();
      if (elements instanceof ElementBlock block
          && (keysOnly || (block.packets(index) | block.bytes(index)) == 0)) {
        encode(out, block, index, templates);
      } else if (keysOnly) {
        ElementCodec.encodeKey(out, elements.get(index));
      } else {
        ElementCodec.encode(out, elements.get(index));
      }
      if (out.position() - list > MessageWriter.MAX_ATTRIBUTE) {
        if (index == from) {
          throw new IllegalArgumentException(
              "element " + index + " of set " + set + " is too long");
        }
        out.rewind(start);
        break;
      }
      index++;
    }
    out.endNested(list);
    return index;
  }

  // No object per element, and two copies: this is the hot path of a large commit.
  private static void encode(MessageWriter out, ElementBlock block, int index, byte[][] templates) {
    int start = out.position();
    out.putEncoded(templates.length == 1 ? templates[0] : templates[block.verdictIndex(index)]);
    block.putKey(index, out.buffer(), start + KEY_OFFSET);
  }

  /** Hands the elements in a message's attributes to {@code target}, in order. */
  public static void decode(AttributeReader in, Consumer<NftSetElem> target) {
    while (in.next()) {
      if (in.type() != NFTA_SET_ELEM_LIST_ELEMENTS) {
        continue;
      }
      AttributeReader list = in.nested();
      while (list.next()) {
        target.accept(decodeOne(list));
      }
    }
  }

  /** The element that a list's reader is at. */
  public static NftSetElem decodeOne(AttributeReader list) {
    if (list.type() != NFTA_LIST_ELEM) {
      throw new MalformedMessageException("attribute " + list.type() + " in a list of elements");
    }
    return ElementCodec.decode(list.nested());
  }
}
