package io.portcullis.cli.remote;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Headers as HPACK (RFC 7541) without a dynamic table: this client asks the server for a table of
 * no bytes. Of the static table nothing but three indices for what is sent is known; a header that
 * the server names by index is not one of gRPC's, and is left out.
 */
final class HeaderBlock {

  private static final int METHOD_POST = 0x83;
  private static final int SCHEME_HTTP = 0x86;
  private static final int AUTHORITY = 1;
  private static final int PATH = 4;

  private HeaderBlock() {}

  /** The headers of a gRPC call. */
  static byte[] request(String path, long timeoutMillis) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    out.write(METHOD_POST);
    out.write(SCHEME_HTTP);
    out.write(PATH);
    text(out, path);
    out.write(AUTHORITY);
    text(out, "localhost");
    literal(out, "te", "trailers");
    literal(out, "content-type", "application/grpc");
    literal(out, "user-agent", "portcullis");
    literal(out, "grpc-timeout", timeoutMillis + "m");
    return out.toByteArray();
  }

  private static void literal(ByteArrayOutputStream out, String name, String value) {
    out.write(0);
    text(out, name);
    text(out, value);
  }

  /** Up to 126 bytes, uncompressed. */
  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    out.write(bytes.length);
    out.writeBytes(bytes);
  }

  /**
   * Those headers that are named in full.
   *
   * @throws IllegalArgumentException if it is no HPACK
   */
  static Map<String, String> read(byte[] block) {
    Map<String, String> headers = new HashMap<>();
    ByteBuffer in = ByteBuffer.wrap(block);
    while (in.hasRemaining()) {
      int first = in.get(in.position()) & 0xff;
      if ((first & 0x80) != 0) {
        int unused = number(in, 7);
      } else if ((first & 0xe0) == 0x20) {
        int unused = number(in, 5);
      } else {
        int index = number(in, (first & 0x40) != 0 ? 6 : 4);
        String name = index == 0 ? text(in) : "";
        headers.put(name, text(in));
      }
    }
    return headers;
  }

  private static String text(ByteBuffer in) {
    boolean huffman = (in.get(in.position()) & 0x80) != 0;
    int length = number(in, 7);
    if (length > in.remaining()) {
      throw new IllegalArgumentException("a header is cut off");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return huffman ? Huffman.decode(bytes) : Huffman.plain(bytes);
  }

  /** An integer with a prefix of so many bits (RFC 7541, section 5.1). */
  private static int number(ByteBuffer in, int bits) {
    int most = (1 << bits) - 1;
    int value = in.get() & most;
    if (value < most) {
      return value;
    }
    for (int shift = 0; shift <= 21; shift += 7) {
      int next = in.get() & 0xff;
      value += (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number in a header is too large");
  }
}
