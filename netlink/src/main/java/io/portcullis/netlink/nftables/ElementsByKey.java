package io.portcullis.netlink.nftables;

import static io.portcullis.netlink.MessageHeader.NLM_F_ACK;
import static io.portcullis.netlink.nftables.codec.ObjectAttributes.NFT_MSG_GETSETELEM;

import io.portcullis.netlink.nftables.codec.ElementListCodec;
import java.util.ArrayList;
import java.util.List;

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
      ask(new SetElements.Listed(some), found);
    }
    return List.copyOf(found);
  }

  private void ask(SetElements some, List<NftSetElem> found) {
    boolean unused =
        session.ask(
            "reading elements of set " + set + " of table " + table,
            NFT_MSG_GETSETELEM,
            NLM_F_ACK,
            family,
            out -> {
              int all = ElementListCodec.encode(out, table, set, some, NO_TEMPLATES, 0, true);
              if (all < some.size()) {
                throw new IllegalArgumentException("keys of set " + set + " are too long");
              }
            },
            (f, in) -> ElementListCodec.decode(in, found::add));
  }
}
