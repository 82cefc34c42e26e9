package io.portcullis.netlink.route;

import static io.portcullis.netlink.route.RouteNumbers.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import java.nio.ByteBuffer;
import java.util.Optional;

/** {@code struct tcmsg} and {@code TCA_*}. */
final class QdiscCodec {

  private QdiscCodec() {}

  /** Asks for those of all links: a header of zeros. */
  static void request(MessageWriter out) {
    out.putEncoded(new byte[TCMSG]);
  }

  /**
   * Reads one.
   *
   * @throws MalformedMessageException if it is none
   */
  static Optional<Qdisc> decode(ByteBuffer buffer, int from, int to) {
    if (to - from < TCMSG) {
      throw new MalformedMessageException("a qdisc message of " + (to - from) + " bytes");
    }
    AttributeReader in = new AttributeReader(buffer, from + TCMSG, to);
    while (in.next()) {
      if (in.type() == TCA_KIND) {
        // tcm_family, three bytes to pad, tcm_ifindex
        return Optional.of(new Qdisc(buffer.getInt(from + 4), in.string()));
      }
    }
    return Optional.empty();
  }
}
