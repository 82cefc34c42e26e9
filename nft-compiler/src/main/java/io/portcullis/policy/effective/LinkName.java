package io.portcullis.policy.effective;

import io.portcullis.policy.Visible;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names of network links, which to the kernel are bytes: 1 to 15 of them, none a NUL, a slash, a
 * colon or a space ({@code dev_valid_name()}).
 *
 * <p>As text they are UTF-8. A name that is not keeps its ASCII, and each other byte {@code b}
 * becomes the lone surrogate {@code U+DC00 + b}, which no valid text holds; so no two names are the
 * same text, and every text leads back to its bytes.
 */
public final class LinkName {

  /** {@code IFNAMSIZ}: what a name takes in the kernel, a NUL at its end included. */
  public static final int SIZE = 16;

  private static final int ESCAPE = 0xdc00;

  private LinkName() {}

  /** The text of a name that the kernel gave. */
  public static String of(byte... name) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      StringBuilder text = new StringBuilder();
      for (byte b : name) {
        text.append((char) (b >= 0 ? b : ESCAPE + (b & 0xff)));
      }
      return text.toString();
    }
  }

  /**
   * The bytes of a name, without a NUL at its end.
   *
   * @throws IllegalArgumentException if no link can have that name
   */
  public static byte[] bytes(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(SIZE);
    name.codePoints().forEach(point -> put(bytes, point, name));
    return valid(bytes.toByteArray(), name);
  }

  /**
   * The name as the kernel compares it: 16 bytes, zeros at the end.
   *
   * @throws IllegalArgumentException if no link can have that name
   */
  public static byte[] key(String name) {
    return Arrays.copyOf(bytes(name), SIZE);
  }

  private static void put(ByteArrayOutputStream bytes, int point, String name) {
    if (point > ESCAPE + 0x7f && point <= ESCAPE + 0xff) {
      bytes.write(point - ESCAPE);
    } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
      throw new IllegalArgumentException("an interface name is no text: " + Visible.text(name));
    } else {
      bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static byte[] valid(byte[] bytes, String name) {
    if (bytes.length == 0 || bytes.length >= SIZE) {
      throw new IllegalArgumentException(
          "interface name '%s' has %d bytes; Linux takes 1 to %d"
              .formatted(Visible.text(name), bytes.length, SIZE - 1));
    }
    for (byte b : bytes) {
      if (b == 0 || b == '/' || b == ':' || b == ' ' || (b >= '\t' && b <= '\r')) {
        throw new IllegalArgumentException(
            "interface name '%s' holds a NUL, '/', ':' or space, which Linux allows in none"
                .formatted(Visible.text(name)));
      }
    }
    return bytes;
  }
}
