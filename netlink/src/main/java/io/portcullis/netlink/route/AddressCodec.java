package io.portcullis.netlink.route;

import static io.portcullis.netlink.route.RouteNumbers.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** {@code struct ifaddrmsg} and {@code IFA_*}. */
final class AddressCodec {

  private AddressCodec() {}

  /**
   * Reads an address.
   *
   * @return empty for other families than IPv4 and IPv6
   * @throws MalformedMessageException if it is none
   */
  static Optional<LinkAddress> decode(ByteBuffer buffer, int from, int to) {
    if (to - from < IFADDRMSG) {
      throw new MalformedMessageException("an address message of " + (to - from) + " bytes");
    }
    int family = buffer.get(from) & 0xff;
    if (family != AF_INET && family != AF_INET6) {
      return Optional.empty();
    }
    int width = family == AF_INET ? 4 : 16;
    int flags = buffer.get(from + 2) & 0xff;
    Optional<Bytes> address = Optional.empty();
    Optional<Bytes> local = Optional.empty();
    AttributeReader in = new AttributeReader(buffer, from + IFADDRMSG, to);
    while (in.next()) {
      switch (in.type()) {
        case IFA_ADDRESS -> address = Optional.of(wide(in, width));
        case IFA_LOCAL -> local = Optional.of(wide(in, width));
        case IFA_FLAGS -> flags = in.u32();
        default -> {}
      }
    }
    // if_addr.h: IFA_ADDRESS is the other end's where there is one; IPv6 leaves out IFA_LOCAL else.
    if (address.isEmpty() && local.isEmpty()) {
      throw new MalformedMessageException("an address message without an address");
    }
    Bytes own = local.isPresent() ? local.get() : address.get();
    int length = buffer.get(from + 1) & 0xff;
    if (length > 8 * width) {
      throw new MalformedMessageException("an address with a prefix of " + length + " bits");
    }
    return Optional.of(
        new LinkAddress(
            buffer.getInt(from + 4),
            new InetPrefix(own, length),
            address.filter(other -> !other.equals(own)),
            buffer.get(from + 3) & 0xff,
            flags));
  }

  /** Writes an address, to be added or deleted. */
  static void encode(MessageWriter out, LinkAddress address) {
    // ifa_family, ifa_prefixlen, ifa_flags, ifa_scope, ifa_index
    ByteBuffer header = ByteBuffer.allocate(IFADDRMSG).order(ByteOrder.nativeOrder());
    header.put(0, (byte) address.local().family());
    header.put(1, (byte) address.local().length());
    header.put(3, (byte) address.scope());
    header.putInt(4, address.link());
    out.putEncoded(header.array());
    out.putBytes(IFA_LOCAL, address.local().address());
    out.putBytes(IFA_ADDRESS, address.peer().orElse(address.local().address()));
    if (address.flags() != 0) {
      out.putU32(IFA_FLAGS, address.flags());
    }
  }

  static void request(MessageWriter out, int link) {
    ByteBuffer header = ByteBuffer.allocate(IFADDRMSG).order(ByteOrder.nativeOrder());
    header.putInt(4, link);
    out.putEncoded(header.array());
  }

  /** An address of the family's width. */
  static Bytes wide(AttributeReader in, int width) {
    if (in.length() != width) {
      throw new MalformedMessageException(
          "an address of " + in.length() + " bytes where " + width + " belong");
    }
    return in.bytes();
  }
}
