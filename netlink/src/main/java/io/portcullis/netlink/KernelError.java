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
    int sequence = buffer.getInt(about + 8);
    if ((header.flags() & MessageHeader.NLM_F_ACK_TLVS) == 0) {
      return new KernelError(
          errno, sequence, Optional.empty(), OptionalInt.empty(), OptionalInt.empty());
    }
    int payload =
        (header.flags() & MessageHeader.NLM_F_CAPPED) != 0
            ? Align.NLMSG_HDRLEN
            : buffer.getInt(about);
    if (payload < Align.NLMSG_HDRLEN || payload > end - about) {
      throw new MalformedMessageException("an error about a message of " + payload + " bytes");
    }
    return of(errno, sequence, buffer, Math.min(end, about + Align.up(payload)), end);
  }

  /**
   * Reads the {@code NLMSG_DONE} at {@code offset} that ends a dump: the error number stands alone
   * there, before what the kernel has to say ({@code netlink_dump_done()}).
   *
   * @throws MalformedMessageException if it is too short for what it says it carries
   */
  static KernelError readDone(ByteBuffer buffer, int offset, MessageHeader header) {
    int at = offset + Align.NLMSG_HDRLEN;
    int end = offset + header.length();
    // A dump may end without saying even that all went well.
    int errno = end - at < 4 ? 0 : Math.max(0, -buffer.getInt(at));
    boolean more = end - at >= 4 && (header.flags() & MessageHeader.NLM_F_ACK_TLVS) != 0;
    return of(errno, header.sequence(), buffer, more ? at + 4 : end, end);
  }

  private static KernelError of(int errno, int sequence, ByteBuffer buffer, int from, int to) {
    Optional<String> text = Optional.empty();
    OptionalInt where = OptionalInt.empty();
    OptionalInt missing = OptionalInt.empty();
    AttributeReader attribute = new AttributeReader(buffer, from, to);
    while (attribute.next()) {
      switch (attribute.type()) {
        case NLMSGERR_ATTR_MSG -> text = Optional.of(attribute.string());
        case NLMSGERR_ATTR_OFFS -> where = OptionalInt.of(attribute.u32());
        case NLMSGERR_ATTR_MISS_TYPE -> missing = OptionalInt.of(attribute.u32());
        default -> {}
      }
    }
    return new KernelError(errno, sequence, text, where, missing);
  }
}
