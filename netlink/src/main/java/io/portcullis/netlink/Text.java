package io.portcullis.netlink;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Names as the kernel has them, which are bytes of any encoding or none, as strings: UTF-8 where
 * they are that, and each other byte as the surrogate U+DC80 to U+DCFF that ends in it. Nothing
 * valid in UTF-8 decodes to a surrogate that stands alone, so no two names become one string, and
 * each string leads back to its bytes.
 *
 * <p>Written where no such surrogates may be, as in a log, they show as {@code ?}.
 */
public final class Text {

  /** What stands for byte 0; bytes below 0x80 are ASCII and never need it. */
  private static final char ESCAPE = 0xdc00;

  private static final char REPLACEMENT = '\ufffd';

  private Text() {}

  /** The text of bytes [{@code from}, {@code to}). */
  public static String of(byte[] raw, int from, int to) {
    String text = new String(raw, from, to - from, StandardCharsets.UTF_8);
    // Where there is one, it may be what was there, or stand for what was not UTF-8.
    return text.indexOf(REPLACEMENT) < 0 ? text : escaped(ByteBuffer.wrap(raw, from, to - from));
  }

  /** The text of those bytes. */
  public static String of(Bytes raw) {
    return of(raw.toArray(), 0, raw.length());
  }

  /** The bytes of a text; a surrogate alone that stands for no byte becomes {@code ?}. */
  public static byte[] bytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isLowSurrogate(text.charAt(i))) {
        return unescaped(text);
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(ByteBuffer in) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    // No more characters than bytes, be they text or stand for one.
    CharBuffer out = CharBuffer.allocate(in.remaining());
    CoderResult result = decoder.decode(in, out, true);
    while (result.isError()) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE | (in.get() & 0xff)));
      }
      result = decoder.reset().decode(in, out, true);
    }
    return out.flip().toString();
  }

  private static byte[] unescaped(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    text.codePoints()
        .forEach(
            point -> {
              if (point >= ESCAPE + 0x80 && point <= ESCAPE + 0xff) {
                out.write(point);
              } else {
                out.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
              }
            });
    return out.toByteArray();
  }
}
