package io.portcullis.lab.packet;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import java.nio.ByteBuffer;

/**
 * The part of the IP header that checksums above it cover.
 *
 * @param source address
 * @param destination address, of the same family
 */
public record PseudoHeader(Address source, Address destination) {

  /** The IP version. */
  public Family family() {
    return source.family();
  }

  /**
   * Its bytes: addresses, protocol and length. The order of the last two differs between RFC 9293
   * and RFC 8200, which no sum can tell.
   */
  byte[] bytes(int protocol, int length) {
    int address = source.toBytes().length;
    return ByteBuffer.allocate(2 * address + 8)
        .put(source.toBytes())
        .put(destination.toBytes())
        .putInt(length)
        .putInt(protocol)
        .array();
  }

  /** The same array, its checksum put in at {@code offset}, where there must be zero. */
  byte[] checksummed(byte[] segment, int protocol, int offset) {
    int sum = Checksums.internet(bytes(protocol, segment.length), segment);
    return put(segment, offset, sum);
  }

  /** The same array with 16 bits put in, in network order. */
  static byte[] put(byte[] bytes, int offset, int value) {
    bytes[offset] = (byte) (value >>> 8);
    bytes[offset + 1] = (byte) value;
    return bytes;
  }
}
