package io.portcullis.netlink.nftables.events;

import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.Netfilter;
import io.portcullis.netlink.nftables.NfFamily;
import java.nio.ByteBuffer;
import java.util.Optional;

/** From the messages that nf_tables sends to its group to changes, by their first attributes. */
final class ChangeCodec {

  private ChangeCodec() {}

  /**
   * Reads one message.
   *
   * @param message {@code NFT_MSG_*}
   * @return empty for a message that names no table
   * @throws MalformedMessageException if it is none of nf_tables
   */
  static Optional<NftChange> decode(int message, ByteBuffer buffer, int from, int to) {
    AttributeReader in = Netfilter.attributes(buffer, from, to);
    if (message == NFT_MSG_NEWGEN) {
      NftEvent.NewGeneration read = EventCodec.generation(in);
      return Optional.of(
          new NftChange.Committed(read.generation(), read.process(), read.processName()));
    }
    NfFamily family = EventCodec.family(Netfilter.family(buffer, from));
    while (in.next()) {
      // Number 1 is the table in all of them: NFTA_TABLE_NAME, NFTA_CHAIN_TABLE, NFTA_RULE_TABLE...
      if (in.type() == NFTA_TABLE_NAME) {
        return Optional.of(new NftChange.Touched(family, in.string(), message));
      }
    }
    return Optional.empty();
  }

  static String words(int message) {
    return switch (message) {
      case NFT_MSG_NEWTABLE -> "table added";
      case NFT_MSG_DELTABLE -> "table deleted";
      case NFT_MSG_NEWCHAIN -> "chain added";
      case NFT_MSG_DELCHAIN -> "chain deleted";
      case NFT_MSG_NEWRULE -> "rule added";
      case NFT_MSG_DELRULE -> "rule deleted";
      case NFT_MSG_NEWSET -> "set added";
      case NFT_MSG_DELSET -> "set deleted";
      case NFT_MSG_NEWSETELEM -> "elements added";
      case NFT_MSG_DELSETELEM -> "elements deleted";
      case NFT_MSG_NEWOBJ -> "object added";
      case NFT_MSG_DELOBJ -> "object deleted";
      default -> "message " + message;
    };
  }
}
