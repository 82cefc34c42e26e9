package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.expr.Counter;
import java.util.function.Consumer;

/** {@code NFTA_SET_ELEM_LIST_*}: as many elements as one attribute's sixteen-bit length holds. */
public final class ElementListCodec {

  private ElementListCodec() {}

  /** What each element of a block carries beside its key, encoded once; counters at zero. */
  public static byte[][] palette(ElementBlock block) {
    byte[][] encoded = new byte[block.kinds().size()][];
    MessageWriter scratch = new MessageWriter(512);
    for (int i = 0; i < encoded.length; i++) {
      scratch.clear();
      ElementBlock.Kind kind = block.kinds().get(i);
      DataCodec.verdict(scratch, NFTA_SET_ELEM_DATA, kind.verdict());
      if (kind.counted()) {
        ExpressionCodec.encode(scratch, NFTA_SET_ELEM_EXPR, Counter.ZERO);
      }
      TableCodec.userData(scratch, NFTA_SET_ELEM_USERDATA, kind.userData());
      encoded[i] = new byte[scratch.position()];
      scratch.buffer().get(0, encoded[i]);
    }
    return encoded;
  }

  /**
   * Writes the attributes of one message: elements from {@code from} on, as many as fit.
   *
   * @param palette that of {@link #palette}, if {@code elements} is a block
   * @param keysOnly for a deletion
   * @return the index of the first element that did not fit
   */
  public static int encode(
      MessageWriter out,
      String table,
      String set,
      SetElements elements,
      byte[][] palette,
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
        encode(out, block, index, palette, keysOnly);
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

  // No object per element: this is the hot path of a large commit.
  private static void encode(
      MessageWriter out, ElementBlock block, int index, byte[][] palette, boolean keysOnly) {
    int element = out.startNested(NFTA_LIST_ELEM);
    int key = out.startNested(NFTA_SET_ELEM_KEY);
    out.header(NFTA_DATA_VALUE, block.keyLength());
    block.putKey(index, out.buffer());
    out.pad(block.keyLength());
    out.endNested(key);
    if (palette.length > 0 && !keysOnly) {
      out.putEncoded(palette[block.verdictIndex(index)]);
    }
    out.endNested(element);
  }

  /** Hands the elements in a message's attributes to {@code target}, in order. */
  public static void decode(AttributeReader in, Consumer<NftSetElem> target) {
    while (in.next()) {
      if (in.type() != NFTA_SET_ELEM_LIST_ELEMENTS) {
        continue;
      }
      AttributeReader list = in.nested();
      while (list.next()) {
        if (list.type() != NFTA_LIST_ELEM) {
          throw new MalformedMessageException(
              "attribute " + list.type() + " in a list of elements");
        }
        target.accept(ElementCodec.decode(list.nested()));
      }
    }
  }
}
