package io.portcullis.agent;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Bytes to text, without guessing. */
final class Utf8 {

  private Utf8() {}

  /**
   * The text of UTF-8 bytes.
   *
   * @throws CharacterCodingException where they are not; nothing is replaced
   */
  static String decode(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
