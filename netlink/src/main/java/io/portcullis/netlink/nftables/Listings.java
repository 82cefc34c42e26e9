package io.portcullis.netlink.nftables;

import static io.portcullis.netlink.MessageHeader.NLM_F_DUMP;
import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;
import static io.portcullis.netlink.nftables.codec.ObjectDataAttributes.NFTA_FLOWTABLE_TABLE;

import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.codec.ChainCodec;
import io.portcullis.netlink.nftables.codec.FlowtableCodec;
import io.portcullis.netlink.nftables.codec.TableCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The generation, and lists of one kind of object: each as one question reads it. A list is empty
 * where a commit came in between.
 */
record Listings(NftSession session) {

  long generation() {
    long[] generation = {0};
    boolean unused =
        session.ask(
            "asking for the generation",
            NFT_MSG_GETGEN,
            0,
            NfFamily.UNSPEC,
            out -> {},
            (family, in) -> {
              while (in.next()) {
                if (in.type() == NFTA_GEN_ID) {
                  generation[0] = in.u32be() & 0xffffffffL;
                }
              }
            });
    if (generation[0] == 0) {
      throw new MalformedMessageException("an answer to NFT_MSG_GETGEN without a generation");
    }
    return generation[0];
  }

  Optional<List<NftTable>> tables() {
    List<NftTable> tables = new ArrayList<>();
    return list(
        "listing tables",
        NFT_MSG_GETTABLE,
        NfFamily.UNSPEC,
        out -> {},
        tables,
        (family, in) -> tables.add(TableCodec.decode(Dump.family(family), in)));
  }

  Optional<List<TableChain>> chains() {
    List<TableChain> found = new ArrayList<>();
    return list(
        "listing chains",
        NFT_MSG_GETCHAIN,
        NfFamily.UNSPEC,
        out -> {},
        found,
        (family, in) -> {
          ChainCodec.InTable read = ChainCodec.decode(in);
          found.add(new TableChain(Dump.family(family), read.table(), read.chain()));
        });
  }

  Optional<List<NftFlowtable>> flowtables(NfFamily family, String table) {
    List<NftFlowtable> found = new ArrayList<>();
    return list(
        "listing flowtables of table " + table,
        NFT_MSG_GETFLOWTABLE,
        family,
        out -> out.putString(NFTA_FLOWTABLE_TABLE, table),
        found,
        (f, in) -> {
          FlowtableCodec.InTable read = FlowtableCodec.decode(in);
          if (read.table().equals(table)) {
            found.add(read.flowtable());
          }
        });
  }

  private <T> Optional<List<T>> list(
      String what,
      int type,
      NfFamily family,
      Consumer<MessageWriter> request,
      List<T> found,
      NftSession.Answer each) {
    boolean whole = session.ask(what, type, NLM_F_DUMP, family, request, each);
    return whole ? Optional.of(found) : Optional.empty();
  }
}
