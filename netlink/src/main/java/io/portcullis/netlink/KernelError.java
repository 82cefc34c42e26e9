package io.portcullis.netlink;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code struct nlmsgerr} with its extended acknowledgement.
 *
 * @param errno positive; 0 for an acknowledgement
 * @param sequence of the message it is about
 * @param text {@code NLMSGERR_ATTR_MSG}
 * @param offset {@code NLMSGERR_ATTR_OFFS}: of the attribute at fault, from the start of the
 *     message it is about
 * @param missing {@code NLMSGERR_ATTR_MISS_TYPE}: the attribute that should have been there
 */
public record KernelError(
    int errno, int sequence, Optional<String> text, OptionalInt offset, OptionalInt missing) {

  private static final int NLMSGERR_ATTR_MSG = 1;
  private static final int NLMSGERR_ATTR_OFFS = 2;
  private static final int NLMSGERR_ATTR_MISS_TYPE = 5;

  /**
   * Reads the {@code NLMSG_ERROR} at {@code offset}.
   *
   * @throws MalformedMessageException if it is too short for what it says it carries
   */
  public static KernelError read(ByteBuffer buffer, int offset, MessageHeader header) {
    int at = offset + Align.NLMSG_HDRLEN;
    int end = offset + header.length();
    if (end - at < 4 + Align.NLMSG_HDRLEN) {
      throw new MalformedMessageException("an error of " + header.length() + " bytes");
    }
    int errno = -buffer.getInt(at);
    int about = at + 4;
    Optional<String> text = Optional.empty();
    OptionalInt where = OptionalInt.empty();
    OptionalInt missing = OptionalInt.empty();
    if ((header.flags() & MessageHeader.NLM_F_ACK_TLVS) != 0) {
      int payload =
          (header.flags() & MessageHeader.NLM_F_CAPPED) != 0
              ? Align.NLMSG_HDRLEN
              : buffer.getInt(about);
      if (payload < Align.NLMSG_HDRLEN || payload > end - about) {
        throw new MalformedMessageException("an error about a message of " + payload + " bytes");
      }
      AttributeReader attribute =
          new AttributeReader(buffer, Math.min(end, about + Align.up(payload)), end);
      while (attribute.next()) {
        switch (attribute.type()) {
          case NLMSGERR_ATTR_MSG -> text = Optional.of(attribute.string());
          case NLMSGERR_ATTR_OFFS -> where = OptionalInt.of(attribute.u32());
          case NLMSGERR_ATTR_MISS_TYPE -> missing = OptionalInt.of(attribute.u32());
          default -> {}
        }
      }
    }
    return new KernelError(errno, buffer.getInt(about + 8), text, where, missing);
  }
}
