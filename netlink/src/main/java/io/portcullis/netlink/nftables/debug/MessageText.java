package io.portcullis.netlink.nftables.debug;

import io.portcullis.netlink.Align;
import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageHeader;
import java.nio.ByteBuffer;

/**
 * Netlink messages in the form of libmnl's {@code mnl_nlmsg_fprintf()}: a word of four bytes a
 * line, each named for what it seems to be. The second header of netfilter ({@code struct
 * nfgenmsg}) is taken for an extra header of one word, as {@code nft} does.
 */
public final class MessageText {

  /** Whether lengths, flags and types of attributes are coloured. */
  public enum Colours {
    /** By escape sequences, as libmnl always does. */
    AS_LIBMNL,
    /** The same text without escape sequences. */
    NONE
  }

  /** Messages of lower types are netlink's own, such as errors ({@code NLMSG_MIN_TYPE}). */
  private static final int NLMSG_MIN_TYPE = 0x10;

  private static final String RULER = "----------------\t------------------\n";

  private final StringBuilder out = new StringBuilder();
  private final Colours colours;

  private MessageText(Colours colours) {
    this.colours = colours;
  }

  /**
   * All messages in [{@code from}, {@code to}) of a buffer in native order.
   *
   * @throws MalformedMessageException if a message does not fit there
   */
  public static String of(ByteBuffer buffer, int from, int to, Colours colours) {
    MessageText text = new MessageText(colours);
    int at = from;
    while (at < to) {
      MessageHeader header = MessageHeader.read(buffer, at, to);
      text.header(header);
      text.words(buffer, at, header);
      text.out.append(RULER);
      at += Align.up(header.length());
    }
    return text.out.toString();
  }

  private void header(MessageHeader header) {
    out.append(RULER);
    out.append("|  %010d  |\t| message length |\n".formatted(header.length()));
    out.append("| %05d | %s |\t|  type | flags  |\n".formatted(header.type(), flags(header)));
    number(header.sequence(), " sequence number");
    number(header.portId(), "     port ID    ");
    out.append(RULER);
  }

  private void number(int value, String name) {
    out.append("|  %010d  |\t|%s|\n".formatted(value & 0xffffffffL, name));
  }

  private static String flags(MessageHeader header) {
    return flag(header, MessageHeader.NLM_F_REQUEST, "R")
        + flag(header, MessageHeader.NLM_F_MULTI, "M")
        + flag(header, MessageHeader.NLM_F_ACK, "A")
        + flag(header, MessageHeader.NLM_F_ECHO, "E");
  }

  private static String flag(MessageHeader header, int flag, String letter) {
    return (header.flags() & flag) != 0 ? letter : "-";
  }

  private void words(ByteBuffer buffer, int message, MessageHeader header) {
    int end = message + header.length();
    int payload = 0;
    int extra = 4;
    for (int at = message + Align.NLMSG_HDRLEN; at < end; at += 4) {
      if (header.type() < NLMSG_MIN_TYPE) {
        bytes(buffer, at, end).append("|                |\n");
      } else if (extra > 0) {
        extra -= 4;
        bytes(buffer, at, end).append("|  extra header  |\n");
      } else if (payload > 0) {
        payload -= 4;
        bytes(buffer, at, end).append("|      data      |\t");
        for (int i = 0; i < 4; i++) {
          int value = at + i < end ? buffer.get(at + i) & 0xff : 0;
          out.append(' ').append(value > 0x1f && value < 0x7f ? (char) value : ' ');
        }
        out.append('\n');
      } else if (end - at >= Align.NLA_HDRLEN) {
        payload = attribute(buffer.getShort(at) & 0xffff, buffer.getShort(at + 2) & 0xffff);
      }
    }
  }

  /** Gives the bytes of data that follow; the inside of a nested attribute is no data. */
  private int attribute(int length, int type) {
    boolean nested = (type & AttributeReader.NLA_F_NESTED) != 0;
    if ((type & AttributeReader.NLA_TYPE_MASK) == 0) {
      return 0;
    }
    out.append('|').append(coloured("31", "%05d".formatted(length))).append('|');
    String byteOrder = (type & 0x4000) != 0 ? "B" : "-";
    out.append(coloured("32", (nested ? "N" : "-") + byteOrder)).append('|');
    out.append(coloured("34", "%05d".formatted(type & AttributeReader.NLA_TYPE_MASK)));
    out.append("|\t|len |flags| type|\n");
    return nested ? 0 : Align.up(length) - Align.NLA_HDRLEN;
  }

  private String coloured(String colour, String text) {
    return colours == Colours.NONE ? text : "\u001b[1;" + colour + "m" + text + "\u001b[0m";
  }

  private StringBuilder bytes(ByteBuffer buffer, int at, int end) {
    out.append('|');
    for (int i = at; i < at + 4; i++) {
      out.append(" %02x".formatted(i < end ? buffer.get(i) & 0xff : 0));
    }
    return out.append("  |\t");
  }
}
