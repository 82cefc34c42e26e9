package io.portcullis.lab.packet;

import java.util.zip.CRC32C;

/** The checksums of IP and of the protocols above it. */
public final class Checksums {

  private Checksums() {}

  /**
   * The Internet checksum (RFC 1071) over some bytes, whose own checksum field must be zero; over
   * bytes that carry a right checksum it is 0.
   *
   * @param before bytes that count but are sent elsewhere, such as a pseudo-header; of even length
   */
  public static int internet(byte[] before, byte[] bytes) {
    long sum = sum(before) + sum(bytes);
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (int) ~sum & 0xffff;
  }

  /** SCTP's checksum (RFC 9260, appendix A), as the number that goes out lowest byte first. */
  public static int crc32c(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static long sum(byte[] bytes) {
    long sum = 0;
    for (int i = 0; i < bytes.length; i++) {
      sum += (long) (bytes[i] & 0xff) << (i % 2 == 0 ? 8 : 0);
    }
    return sum;
  }
}
