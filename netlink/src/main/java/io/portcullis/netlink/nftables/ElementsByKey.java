package io.portcullis.netlink.nftables;

import static io.portcullis.netlink.MessageHeader.NLM_F_ACK;
import static io.portcullis.netlink.nftables.codec.ObjectAttributes.NFT_MSG_GETSETELEM;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.UnknownAttributes;
import io.portcullis.netlink.nftables.codec.ElementListCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads elements of a set by their keys: {@code NFT_MSG_GETSETELEM} with a list of elements, which
 * is no dump. {@code nf_tables_getsetelem()} looks each key up and answers with a message for each,
 * then with the acknowledgement, or with an error about the first that is not there.
 */
final class ElementsByKey {

  /** Keys of one request: its answers all wait on the socket, each in a buffer of its own. */
  private static final int AT_ONCE = 256;

  private static final byte[][] NO_TEMPLATES = {};

  private final NftSession session;
  private final NfFamily family;
  private final String table;
  private final String set;

  ElementsByKey(NftSession session, NfFamily family, String table, String set) {
    this.session = session;
    this.family = family;
    this.table = table;
    this.set = set;
  }

  List<NftSetElem> of(SetElements keys) {
    List<NftSetElem> found = new ArrayList<>(keys.size());
    for (int from = 0; from < keys.size(); from += AT_ONCE) {
      List<NftSetElem> some = new ArrayList<>(AT_ONCE);
      for (int i = from; i < Math.min(keys.size(), from + AT_ONCE); i++) {
        some.add(keys.get(i));
      }
      ask(
          new SetElements.Listed(some),
          NO_TEMPLATES,
          in -> ElementListCodec.decode(in, found::add));
    }
    return List.copyOf(found);
  }

  /** The same elements with their counts; empty if any is not as expected. */
  Optional<ElementBlock> counted(ElementBlock expected) {
    byte[][] templates = ElementListCodec.templates(session.writer(), expected, true);
    CountedElements out = new CountedElements(expected);
    try {
      for (int from = 0; from < expected.size() && out.isAsExpected(); from += AT_ONCE) {
        int to = Math.min(expected.size(), from + AT_ONCE);
        ask(expected.part(from, to), templates, in -> out.take(in, ElementListCodec::decodeOne));
      }
    } catch (NftException e) {
      if (e.reason() == NftException.Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
    return out.block();
  }

  /** Whether there is an element that matches what no other does; it counts as none. */
  boolean hasCatchAll() {
    NftSetElem any =
        new NftSetElem(
            Bytes.EMPTY,
            Optional.empty(),
            NftSetElem.F_CATCHALL,
            Optional.empty(),
            0,
            List.of(),
            UserData.NONE,
            UnknownAttributes.NONE);
    try {
      return !of(new SetElements.Listed(List.of(any))).isEmpty();
    } catch (NftException e) {
      if (e.reason() == NftException.Reason.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private void ask(SetElements some, byte[][] templates, Consumer<AttributeReader> found) {
    boolean unused =
        session.ask(
            "reading elements of set " + set + " of table " + table,
            NFT_MSG_GETSETELEM,
            NLM_F_ACK,
            family,
            out -> {
              int all = ElementListCodec.encode(out, table, set, some, templates, 0, true);
              if (all < some.size()) {
                throw new IllegalArgumentException("keys of set " + set + " are too long");
              }
            },
            (f, in) -> found.accept(in));
  }
}
