package io.portcullis.netlink.route;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.Text;
import java.nio.charset.StandardCharsets;

/**
 * The name of a link, which to the kernel is bytes of any encoding or none: 1 to 15 of them ({@code
 * dev_valid_name()}).
 *
 * @param bytes without a NUL at the end
 */
public record LinkName(Bytes bytes) implements Comparable<LinkName> {

  /** {@code IFNAMSIZ - 1}. */
  private static final int LONGEST = 15;

  public LinkName {
    if (bytes.length() < 1 || bytes.length() > LONGEST) {
      throw new IllegalArgumentException(
          "the name of a link has 1 to 15 bytes, not " + bytes.length());
    }
  }

  /**
   * A name that is {@link Text}.
   *
   * @throws IllegalArgumentException if it is empty or longer than 15 bytes
   */
  public static LinkName of(String text) {
    return new LinkName(Bytes.of(Text.bytes(text)));
  }

  @Override
  public int compareTo(LinkName other) {
    return bytes.compareTo(other.bytes);
  }

  /** With U+FFFD for what is not UTF-8: for people, and not the way back, which {@link Text} is. */
  @Override
  public String toString() {
    return new String(bytes.toArray(), StandardCharsets.UTF_8);
  }
}
