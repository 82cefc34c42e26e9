package io.portcullis.cli.remote;

import java.nio.charset.StandardCharsets;

/**
 * The code of RFC 7541, appendix B. It is canonical: codes of one length follow each other in the
 * order of their symbols, so that the lengths are all there is to know.
 */
final class Huffman {

  /** Length of each symbol's code, as a letter: A is 5. The last one ends a text. */
  private static final String LENGTHS =
      "ISXXXXXXXTZXXZXXXXXXXXZXXXXXXXXXBFFHIBDGFFDGDBBBAAABBBBBBBCDKBHFIBCCCCCCCCCCCCCCCCCCCCCCDCDI"
          + "OIJBKABABABBBACCBBBABCBAABCCCCCKGJIXPRPPRRRSRSSSSSTSTTRSTSSSSQRSRSSTRQPRRSSQSRRTQRSSQQRQ"
          + "SRSSPRRRSRRSVVPORSRUVVVWWVTUOQVWWVWTQQVVXWWWPTPQRQQSRRUUTTVSVWVVWWWWWXWWWWWVZ";

  private static final int LONGEST = 30;

  /** By length: the first code, and the symbols in order. */
  private static final int[] FIRST = new int[LONGEST + 1];

  private static final int[][] SYMBOLS = new int[LONGEST + 1][];

  static {
    int code = 0;
    for (int length = 1; length <= LONGEST; length++) {
      int of = length;
      code <<= 1;
      FIRST[length] = code;
      SYMBOLS[length] =
          java.util.stream.IntStream.range(0, LENGTHS.length())
              .filter(symbol -> LENGTHS.charAt(symbol) - 'A' + 5 == of)
              .toArray();
      code += SYMBOLS[length].length;
    }
  }

  private Huffman() {}

  /** Bytes to text, each of whose characters is one byte. */
  static String decode(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length * 2);
    int code = 0;
    int length = 0;
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      code = (code << 1) | ((bytes[bit >> 3] >> (7 - (bit & 7))) & 1);
      length++;
      if (length > LONGEST) {
        throw new IllegalArgumentException("no Huffman code is that long");
      }
      int at = code - FIRST[length];
      if (at >= 0 && at < SYMBOLS[length].length) {
        out.append((char) SYMBOLS[length][at]);
        code = 0;
        length = 0;
      }
    }
    return out.toString();
  }

  /** A text as it is. */
  static String plain(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
