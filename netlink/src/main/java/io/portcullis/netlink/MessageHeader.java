package io.portcullis.netlink;

import java.nio.ByteBuffer;

/**
 * {@code struct nlmsghdr}, every field in host order.
 *
 * @param length bytes of the whole message, this header included
 * @param type {@code nlmsg_type}
 * @param flags {@code NLM_F_*}
 * @param sequence chosen by who asks, given back in the answer
 * @param portId 0 for the kernel
 */
public record MessageHeader(int length, int type, int flags, int sequence, int portId) {

  public static final int NLMSG_ERROR = 2;
  public static final int NLMSG_DONE = 3;

  public static final int NLM_F_REQUEST = 0x1;
  public static final int NLM_F_MULTI = 0x2;
  public static final int NLM_F_ACK = 0x4;
  public static final int NLM_F_ECHO = 0x8;
  public static final int NLM_F_DUMP_INTR = 0x10;
  public static final int NLM_F_DUMP = 0x300;
  public static final int NLM_F_EXCL = 0x200;
  public static final int NLM_F_CREATE = 0x400;
  public static final int NLM_F_APPEND = 0x800;

  /** {@code NLM_F_CAPPED}: an error carries only the header of the message it is about. */
  public static final int NLM_F_CAPPED = 0x100;

  /** {@code NLM_F_ACK_TLVS}: an error carries {@code NLMSGERR_ATTR_*}. */
  public static final int NLM_F_ACK_TLVS = 0x200;

  /**
   * Reads the header at {@code offset}.
   *
   * @param limit where what was received ends
   * @throws MalformedMessageException if the header, or the length it gives, passes {@code limit}
   */
  public static MessageHeader read(ByteBuffer buffer, int offset, int limit) {
    if (limit - offset < Align.NLMSG_HDRLEN) {
      throw new MalformedMessageException(
          "a message header at " + offset + " needs 16 bytes, there are " + (limit - offset));
    }
    MessageHeader header =
        new MessageHeader(
            buffer.getInt(offset),
            buffer.getShort(offset + 4) & 0xffff,
            buffer.getShort(offset + 6) & 0xffff,
            buffer.getInt(offset + 8),
            buffer.getInt(offset + 12));
    if (header.length < Align.NLMSG_HDRLEN || header.length > limit - offset) {
      throw new MalformedMessageException(
          "a message at "
              + offset
              + " says it is "
              + header.length
              + " bytes long, but "
              + (limit - offset)
              + " are left");
    }
    return header;
  }
}
