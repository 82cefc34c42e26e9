package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Align;
import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageHeader;
import io.portcullis.netlink.nftables.codec.ExpressionCodec;
import io.portcullis.netlink.nftables.codec.ObjectAttributes;
import io.portcullis.netlink.nftables.expr.Expression;
import java.nio.ByteBuffer;
import java.util.Optional;

/** From an offset in a message that the kernel refused, to words for the attribute there. */
final class FaultPath {

  private FaultPath() {}

  /**
   * The attribute at {@code offset} from the start of the message of {@code sequence}.
   *
   * @param batch all messages, in [0, {@code end})
   */
  static Optional<String> find(ByteBuffer batch, int end, int sequence, int offset) {
    int at = 0;
    try {
      while (at < end) {
        MessageHeader header = MessageHeader.read(batch, at, end);
        if (header.sequence() == sequence) {
          int first = at + Align.NLMSG_HDRLEN + 4;
          AttributeReader in = new AttributeReader(batch, first, at + header.length());
          return in(in, header.type() & 0xff, at + offset);
        }
        at += Align.up(header.length());
      }
    } catch (MalformedMessageException e) {
      // Only less is said then: the error itself is still reported.
    }
    return Optional.empty();
  }

  private static Optional<String> in(AttributeReader in, int message, int fault) {
    while (in.next()) {
      int start = in.offset() - Align.NLA_HDRLEN;
      if (fault < start || fault >= in.offset() + in.length()) {
        continue;
      }
      String name = name(message, in.type());
      boolean expressions =
          message == ObjectAttributes.NFT_MSG_NEWRULE
              && in.type() == ObjectAttributes.NFTA_RULE_EXPRESSIONS;
      boolean list = expressions || name.equals("elements");
      return Optional.of(fault == start || !list ? name : member(in.nested(), message, fault));
    }
    return Optional.empty();
  }

  private static String member(AttributeReader list, int message, int fault) {
    int index = 0;
    while (list.next()) {
      if (fault < list.offset() + list.length()) {
        if (message != ObjectAttributes.NFT_MSG_NEWRULE) {
          return "element " + index;
        }
        Expression expression = ExpressionCodec.decode(list.nested());
        return "expression " + index + " (" + ExpressionCodec.name(expression) + ")";
      }
      index++;
    }
    return "attribute list";
  }

  private static String name(int message, int type) {
    String[] names =
        switch (message) {
          case 0, 1, 2 -> TABLE;
          case 3, 4, 5 -> CHAIN;
          case 6, 7, 8 -> RULE;
          case 9, 10, 11 -> SET;
          case 12, 13, 14 -> ELEMENTS;
          case 18, 19, 20 -> OBJECT;
          default -> NONE;
        };
    return type < names.length && !names[type].isEmpty() ? names[type] : "attribute " + type;
  }

  // By number: NFTA_TABLE_*, NFTA_CHAIN_*, NFTA_RULE_*, NFTA_SET_*, NFTA_SET_ELEM_LIST_*,
  // NFTA_OBJ_*.
  private static final String[] NONE = {};
  private static final String[] TABLE = {"", "name", "flags", "", "handle", "", "user data"};
  private static final String[] CHAIN = {
    "",
    "table name",
    "handle",
    "chain name",
    "hook",
    "policy",
    "",
    "type",
    "",
    "",
    "flags",
    "id",
    "user data"
  };
  private static final String[] RULE = {
    "", "table name", "chain name", "handle", "expressions", "", "position", "user data"
  };
  private static final String[] SET = {
    "", "table name", "set name", "flags", "key type", "key length", "data type", "data length",
    "policy", "description", "id", "timeout", "gc interval", "user data", "", "object type",
    "handle", "expression", "expressions"
  };
  private static final String[] ELEMENTS = {"", "table name", "set name", "elements"};
  private static final String[] OBJECT = {
    "", "table name", "object name", "type", "data", "", "handle", "", "user data"
  };
}
