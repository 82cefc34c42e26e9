package io.portcullis.lab.packet;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One packet, whole.
 *
 * @param source address
 * @param destination address, of the same family
 * @param extensions in order; only in IPv6
 * @param transport what is above
 * @param identification of its fragments: 16 bits in IPv4, 32 in IPv6
 */
public record RawPacket(
    Address source,
    Address destination,
    List<Extension> extensions,
    Transport transport,
    int identification) {

  private static final int HOP_LIMIT = 64;

  /** Neighbour discovery is valid only if nobody forwarded it (RFC 4861 section 7.1). */
  private static final int ON_LINK = 255;

  private static final int FRAGMENT = 44;
  private static final int V4_HEADER = 20;
  private static final int V4_MORE = 0x2000;

  public RawPacket {
    extensions = List.copyOf(extensions);
    if (source.family() != destination.family()) {
      throw new IllegalArgumentException("one packet from " + source + " to " + destination);
    }
    if (source.family() == Family.V4 && !extensions.isEmpty()) {
      throw new IllegalArgumentException("IPv4 has no extension headers");
    }
  }

  /** A packet without extension headers, its identification 1. */
  public static RawPacket of(Address source, Address destination, Transport transport) {
    return new RawPacket(source, destination, List.of(), transport, 1);
  }

  /** The IP version. */
  public Family family() {
    return source.family();
  }

  /** From the IP header on. */
  public byte[] datagram() {
    byte[] above = above();
    return family() == Family.V4 ? v4(above, 0) : v6(List.of(), above);
  }

  /** An Ethernet frame, without padding or check sequence. */
  public byte[] frame(byte[] toMac, byte[] fromMac) {
    return ethernet(toMac, fromMac, datagram());
  }

  /**
   * The packet in fragments, in order, each in an Ethernet frame; in IPv6 the extension headers are
   * in each fragment, before the fragment header.
   *
   * @param size bytes above IP in all fragments but the last: a multiple of 8
   */
  public List<byte[]> fragments(byte[] toMac, byte[] fromMac, int size) {
    if (size <= 0 || size % 8 != 0) {
      throw new IllegalArgumentException("a fragment cannot have " + size + " bytes");
    }
    byte[] above = above();
    List<byte[]> frames = new ArrayList<>();
    for (int from = 0; from < above.length; from += size) {
      int length = Math.min(size, above.length - from);
      byte[] part = new byte[length];
      System.arraycopy(above, from, part, 0, length);
      boolean more = from + length < above.length;
      byte[] datagram =
          family() == Family.V4
              ? v4(part, from / 8 | (more ? V4_MORE : 0))
              : v6(List.of(fragmentHeader(from | (more ? 1 : 0))), part);
      frames.add(ethernet(toMac, fromMac, datagram));
    }
    return frames;
  }

  private byte[] above() {
    return transport.bytes(new PseudoHeader(source, destination));
  }

  private byte[] v4(byte[] above, int fragment) {
    ByteBuffer out = ByteBuffer.allocate(V4_HEADER + above.length);
    out.put((byte) 0x45).put((byte) 0).putShort((short) (V4_HEADER + above.length));
    out.putShort((short) identification).putShort((short) fragment);
    out.put((byte) HOP_LIMIT).put((byte) transport.protocol(Family.V4)).putShort((short) 0);
    out.put(source.toBytes()).put(destination.toBytes());
    byte[] header = new byte[V4_HEADER];
    System.arraycopy(out.array(), 0, header, 0, V4_HEADER);
    out.putShort(10, (short) Checksums.internet(new byte[0], header));
    return out.put(above).array();
  }

  /** RFC 8200 section 4.5, its next header always the transport. */
  private byte[] fragmentHeader(int offsetAndFlag) {
    return ByteBuffer.allocate(8)
        .put((byte) transport.protocol(Family.V6))
        .put((byte) 0)
        .putShort((short) offsetAndFlag)
        .putInt(identification)
        .array();
  }

  private byte[] v6(List<byte[]> fragmentHeader, byte[] above) {
    List<byte[]> headers = new ArrayList<>();
    int next = fragmentHeader.isEmpty() ? transport.protocol(Family.V6) : FRAGMENT;
    for (int i = extensions.size() - 1; i >= 0; i--) {
      headers.add(0, extensions.get(i).bytes(next));
      next = extensions.get(i).number();
    }
    headers.addAll(fragmentHeader);
    headers.add(above);
    int length = headers.stream().mapToInt(header -> header.length).sum();
    ByteBuffer out = ByteBuffer.allocate(40 + length);
    boolean icmp = transport instanceof Transport.Icmp;
    out.putInt(6 << 28).putShort((short) length).put((byte) next);
    out.put((byte) (icmp ? ON_LINK : HOP_LIMIT));
    out.put(source.toBytes()).put(destination.toBytes());
    headers.forEach(out::put);
    return out.array();
  }

  private byte[] ethernet(byte[] toMac, byte[] fromMac, byte[] datagram) {
    int type = family() == Family.V4 ? 0x0800 : 0x86dd;
    return ByteBuffer.allocate(14 + datagram.length)
        .put(toMac)
        .put(fromMac)
        .putShort((short) type)
        .put(datagram)
        .array();
  }
}
