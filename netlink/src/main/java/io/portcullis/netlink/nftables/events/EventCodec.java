package io.portcullis.netlink.nftables.events;

import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;
import static io.portcullis.netlink.nftables.codec.ObjectAttributes.NFT_MSG_DELFLOWTABLE;
import static io.portcullis.netlink.nftables.codec.ObjectAttributes.NFT_MSG_NEWFLOWTABLE;
import static io.portcullis.netlink.nftables.codec.ObjectDataAttributes.NFTA_FLOWTABLE_NAME;
import static io.portcullis.netlink.nftables.codec.ObjectDataAttributes.NFTA_FLOWTABLE_TABLE;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.Netfilter;
import io.portcullis.netlink.nftables.NewGen;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.codec.ChainCodec;
import io.portcullis.netlink.nftables.codec.ElementListCodec;
import io.portcullis.netlink.nftables.codec.FlowtableCodec;
import io.portcullis.netlink.nftables.codec.NotificationCodec;
import io.portcullis.netlink.nftables.codec.ObjectCodec;
import io.portcullis.netlink.nftables.codec.RuleCodec;
import io.portcullis.netlink.nftables.codec.SetCodec;
import io.portcullis.netlink.nftables.codec.TableCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** From the messages that nf_tables sends to its group to events. */
final class EventCodec {

  private EventCodec() {}

  /**
   * Reads one message.
   *
   * @param message {@code NFT_MSG_*}
   * @throws MalformedMessageException if it is none
   */
  static NftEvent decode(int message, ByteBuffer buffer, int from, int to) {
    AttributeReader in = Netfilter.attributes(buffer, from, to);
    NfFamily family = family(Netfilter.family(buffer, from));
    return switch (message) {
      case NFT_MSG_NEWTABLE -> new NftEvent.TableAdded(TableCodec.decode(family, in));
      case NFT_MSG_NEWCHAIN -> {
        ChainCodec.InTable read = ChainCodec.decode(in);
        yield new NftEvent.ChainAdded(family, read.table(), read.chain());
      }
      case NFT_MSG_NEWRULE -> {
        RuleCodec.InTable read = RuleCodec.decode(in);
        yield new NftEvent.RuleAdded(family, read.table(), read.rule());
      }
      case NFT_MSG_NEWSET -> {
        SetCodec.InTable read = SetCodec.decode(in);
        yield new NftEvent.SetAdded(family, read.table(), read.set());
      }
      case NFT_MSG_NEWOBJ -> {
        ObjectCodec.InTable read = ObjectCodec.decode(in);
        yield new NftEvent.ObjectAdded(family, read.table(), read.object());
      }
      case NFT_MSG_NEWSETELEM, NFT_MSG_DELSETELEM ->
          elements(family, message == NFT_MSG_NEWSETELEM, buffer, from, to);
      case NFT_MSG_NEWGEN -> generation(in);
      case NFT_MSG_DELTABLE -> {
        Names names = Names.read(in, NFTA_TABLE_NAME, NFTA_TABLE_NAME, 0);
        yield new NftEvent.TableDeleted(family, names.table);
      }
      case NFT_MSG_DELCHAIN -> {
        Names names = Names.read(in, NFTA_CHAIN_TABLE, NFTA_CHAIN_NAME, 0);
        yield new NftEvent.ChainDeleted(family, names.table, names.name);
      }
      case NFT_MSG_DELRULE -> {
        Names names = Names.read(in, NFTA_RULE_TABLE, NFTA_RULE_CHAIN, NFTA_RULE_HANDLE);
        yield new NftEvent.RuleDeleted(family, names.table, names.name, names.number);
      }
      case NFT_MSG_DELSET -> {
        Names names = Names.read(in, NFTA_SET_TABLE, NFTA_SET_NAME, 0);
        yield new NftEvent.SetDeleted(family, names.table, names.name);
      }
      case NFT_MSG_DELOBJ -> {
        Names names = Names.read(in, NFTA_OBJ_TABLE, NFTA_OBJ_NAME, NFTA_OBJ_TYPE);
        yield new NftEvent.ObjectDeleted(family, names.table, names.name, (int) names.number);
      }
      case NFT_MSG_NEWFLOWTABLE -> {
        FlowtableCodec.InTable read = FlowtableCodec.decode(in);
        yield new NftEvent.FlowtableAdded(family, read.table(), read.flowtable());
      }
      case NFT_MSG_DELFLOWTABLE -> {
        Names names = Names.read(in, NFTA_FLOWTABLE_TABLE, NFTA_FLOWTABLE_NAME, 0);
        yield new NftEvent.FlowtableDeleted(family, names.table, names.name);
      }
      default -> new NftEvent.Other(family, message);
    };
  }

  private static NftEvent elements(
      NfFamily family, boolean added, ByteBuffer buffer, int from, int to) {
    Names names =
        Names.read(
            Netfilter.attributes(buffer, from, to),
            NFTA_SET_ELEM_LIST_TABLE,
            NFTA_SET_ELEM_LIST_SET,
            0);
    List<NftSetElem> elements = new ArrayList<>();
    ElementListCodec.decode(Netfilter.attributes(buffer, from, to), elements::add);
    return added
        ? new NftEvent.ElementsAdded(family, names.table, names.name, elements)
        : new NftEvent.ElementsDeleted(family, names.table, names.name, elements);
  }

  static NftEvent.NewGeneration generation(AttributeReader in) {
    NewGen read = NotificationCodec.newGen(in);
    return new NftEvent.NewGeneration(
        read.generation(),
        read.processId() == 0 ? OptionalInt.empty() : OptionalInt.of(read.processId()),
        read.processName().isEmpty() ? Optional.empty() : Optional.of(read.processName()));
  }

  static NfFamily family(int number) {
    try {
      return NfFamily.of(number);
    } catch (IllegalArgumentException e) {
      throw new MalformedMessageException("no nf_tables family has number " + number);
    }
  }

  /** What a deletion is about. */
  private record Names(String table, String name, long number) {

    /** The number has 4 bytes or 8, and attribute type 0 where there is none. */
    static Names read(AttributeReader in, int table, int name, int number) {
      String inTable = "";
      String named = "";
      long numbered = 0;
      while (in.next()) {
        if (in.type() == table) {
          inTable = in.string();
        }
        if (in.type() == name) {
          named = in.string();
        }
        if (number != 0 && in.type() == number) {
          numbered = in.length() == 4 ? in.u32be() : in.u64be();
        }
      }
      if (inTable.isEmpty() || named.isEmpty()) {
        throw new MalformedMessageException("an nf_tables event without the name of its object");
      }
      return new Names(inTable, named, numbered);
    }
  }
}
