package io.portcullis.netlink.route;

import static io.portcullis.netlink.route.RouteNumbers.*;

import io.portcullis.netlink.MessageHeader;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Messages of the groups of links and addresses. */
final class EventCodec {

  private EventCodec() {}

  /** Reads one; empty if it is of something else. */
  static Optional<LinkEvent> decode(MessageHeader header, ByteBuffer buffer, int from, int to) {
    return switch (header.type()) {
      case RTM_NEWLINK -> LinkCodec.decode(buffer, from, to).map(LinkEvent.LinkChanged::new);
      case RTM_DELLINK -> LinkCodec.decode(buffer, from, to).map(LinkEvent.LinkDeleted::new);
      case RTM_NEWADDR -> AddressCodec.decode(buffer, from, to).map(LinkEvent.AddressChanged::new);
      case RTM_DELADDR -> AddressCodec.decode(buffer, from, to).map(LinkEvent.AddressDeleted::new);
      default -> Optional.empty();
    };
  }
}
