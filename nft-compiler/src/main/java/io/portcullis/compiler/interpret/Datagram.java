package io.portcullis.compiler.interpret;

/**
 * A packet as it is on the wire, from the IP header on, and what {@code nft_set_pktinfo_ipv4()} and
 * {@code nft_set_pktinfo_ipv6()} find in it.
 */
public final class Datagram {

  private static final int V4_HEADER = 20;
  private static final int V4_FRAGMENT = 6;
  private static final int V4_PROTOCOL = 9;
  private static final int V6_HEADER = 40;
  private static final int V6_NEXT = 6;
  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int AUTHENTICATION = 51;
  private static final int NONE = 59;
  private static final int DESTINATION = 60;

  /** For a machine that has none. */
  static final Datagram EMPTY = new Datagram(new byte[V4_HEADER]);

  private final byte[] bytes;
  private final boolean v4;
  private int protocol = -1;
  private int transport;
  private boolean laterFragment;

  private Datagram(byte[] bytes) {
    this.bytes = bytes;
    this.v4 = (bytes[0] & 0xf0) != 0x60;
    if (v4) {
      protocol = u8(V4_PROTOCOL);
      transport = 4 * (bytes[0] & 0xf);
      laterFragment = (u16(V4_FRAGMENT) & 0x1fff) != 0;
    } else {
      // Of a later fragment the kernel leaves it at the beginning of all.
      transport = Math.max(0, find(-1));
    }
  }

  /**
   * Reads one.
   *
   * @param bytes at least an IP header; not kept
   */
  public static Datagram of(byte[] bytes) {
    return new Datagram(bytes.clone());
  }

  /** The protocol of layer 4; -1 if it cannot be told. */
  public int protocol() {
    return protocol;
  }

  boolean isV4() {
    return v4;
  }

  /** From the IP header on. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return bytes.length;
  }

  /** Where the kernel has the transport header begin; -1 if the protocol cannot be told. */
  int transport() {
    return protocol < 0 ? -1 : transport;
  }

  /** True if it is a fragment that does not begin with the transport header. */
  boolean isLaterFragment() {
    return laterFragment;
  }

  int u8(int at) {
    return bytes[at] & 0xff;
  }

  private int u16(int at) {
    return u8(at) << 8 | u8(at + 1);
  }

  /**
   * {@code ipv6_find_hdr()}: where a header begins, or below 0.
   *
   * @param target its number, or -1 for the first that is no extension header, whose number then is
   *     the protocol
   */
  int find(int target) {
    int start = V6_HEADER;
    int next = u8(V6_NEXT);
    while (true) {
      boolean found = next == target;
      if (!isExtension(next) || next == NONE) {
        protocol = target < 0 ? next : protocol;
        return target < 0 || found ? start : -1;
      }
      boolean four = next == FRAGMENT || next == ROUTING;
      if (start + (four ? 4 : 2) > bytes.length) {
        return -1;
      }
      int length = length(next, start);
      if (next == FRAGMENT && (u16(start + 2) & ~7) != 0) {
        int inside = u8(start);
        if (target < 0 && (!isExtension(inside) || inside == NONE)) {
          protocol = inside;
          laterFragment = true;
        }
        return found ? start : -1;
      }
      if (found) {
        return start;
      }
      if (next == AUTHENTICATION && target < 0) {
        // IP6_FH_F_AUTH: what is behind it is not looked for.
        protocol = next;
        return start;
      }
      next = u8(start);
      start += length;
    }
  }

  private int length(int header, int start) {
    return switch (header) {
      case FRAGMENT -> 8;
      case AUTHENTICATION -> (u8(start + 1) + 2) << 2;
      default -> (u8(start + 1) + 1) << 3;
    };
  }

  private static boolean isExtension(int number) {
    return switch (number) {
      case HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, NONE, DESTINATION -> true;
      default -> false;
    };
  }
}
