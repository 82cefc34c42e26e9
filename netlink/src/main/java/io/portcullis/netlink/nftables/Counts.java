package io.portcullis.netlink.nftables;

import static io.portcullis.netlink.MessageHeader.NLM_F_DUMP;
import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;

import io.portcullis.netlink.nftables.codec.ElementListCodec;
import io.portcullis.netlink.nftables.codec.ObjectCodec;
import io.portcullis.netlink.nftables.codec.RuleCodec;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what counts, and has it start again from nothing: {@code NFT_MSG_GET*_RESET}. Unlike other
 * dumps these are not made again when a commit comes in between: what was read is reset already.
 */
final class Counts {

  private static final int NFT_MSG_GETOBJ_RESET = 21;
  private static final int NFT_MSG_GETRULE_RESET = 25;
  private static final int NFT_MSG_GETSETELEM_RESET = 33;

  private final NftSession session;
  private final NfFamily family;
  private final String table;

  Counts(NftSession session, NfFamily family, String table) {
    this.session = session;
    this.family = family;
    this.table = table;
  }

  List<NftObject> objects() {
    List<NftObject> found = new ArrayList<>();
    boolean unused =
        session.ask(
            "resetting the objects of table " + table,
            NFT_MSG_GETOBJ_RESET,
            NLM_F_DUMP,
            family,
            out -> out.putString(NFTA_OBJ_TABLE, table),
            (f, in) -> {
              ObjectCodec.InTable read = ObjectCodec.decode(in);
              if (read.table().equals(table)) {
                found.add(read.object());
              }
            });
    return List.copyOf(found);
  }

  List<RuleWithHandle> rules() {
    List<RuleWithHandle> found = new ArrayList<>();
    boolean unused =
        session.ask(
            "resetting the rules of table " + table,
            NFT_MSG_GETRULE_RESET,
            NLM_F_DUMP,
            family,
            out -> out.putString(NFTA_RULE_TABLE, table),
            (f, in) -> {
              RuleCodec.InTable read = RuleCodec.decode(in);
              if (read.table().equals(table)) {
                found.add(read.rule());
              }
            });
    return List.copyOf(found);
  }

  List<NftSetElem> elements(String set) {
    List<NftSetElem> found = new ArrayList<>();
    boolean unused =
        session.ask(
            "resetting the elements of set " + set + " of table " + table,
            NFT_MSG_GETSETELEM_RESET,
            NLM_F_DUMP,
            family,
            out -> {
              out.putString(NFTA_SET_ELEM_LIST_TABLE, table);
              out.putString(NFTA_SET_ELEM_LIST_SET, set);
            },
            (f, in) -> ElementListCodec.decode(in, found::add));
    return List.copyOf(found);
  }
}
