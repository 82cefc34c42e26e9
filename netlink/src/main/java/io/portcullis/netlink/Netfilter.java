package io.portcullis.netlink;

import java.nio.ByteBuffer;

/** What the subsystems of {@code NETLINK_NETFILTER} share: {@code linux/netfilter/nfnetlink.h}. */
public final class Netfilter {

  // Bytes of struct nfgenmsg.
  private static final int NFGENMSG = 4;

  private Netfilter() {}

  /** {@code nlmsg_type}: the subsystem in its high byte, the subsystem's message in its low one. */
  public static int type(int subsystem, int message) {
    return (subsystem << 8) | message;
  }

  /**
   * The attributes of a message.
   *
   * @param from where {@code struct nfgenmsg} starts, after the netlink header
   * @param to where the message ends
   * @throws MalformedMessageException if it has no such header
   */
  public static AttributeReader attributes(ByteBuffer buffer, int from, int to) {
    if (to - from < NFGENMSG) {
      throw new MalformedMessageException(
          "a netfilter message of " + (to - from) + " bytes after its header");
    }
    return new AttributeReader(buffer, from + NFGENMSG, to);
  }

  /** {@code nfgen_family} of a message whose attributes were read. */
  public static int family(ByteBuffer buffer, int from) {
    return buffer.get(from) & 0xff;
  }

  /** {@code res_id} of a message whose attributes were read, which is in network order. */
  public static int resource(ByteBuffer buffer, int from) {
    return ((buffer.get(from + 2) & 0xff) << 8) | (buffer.get(from + 3) & 0xff);
  }
}
