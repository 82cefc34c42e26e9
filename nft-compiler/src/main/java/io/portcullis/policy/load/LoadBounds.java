package io.portcullis.policy.load;

/**
 * How much one piece of text may be made of: a text within the bound of its size may cost a hundred
 * times that.
 *
 * @param values keys, values and lists that are read at once; each takes some 250 bytes
 * @param documents of a text that are kept apart; of more, the text is read as one piece
 */
public record LoadBounds(int values, int documents) {

  /** For those who read their own files. */
  public static final LoadBounds DEFAULT = new LoadBounds(8 << 20, 1 << 20);

  /**
   * For a heap of so many bytes, of which reading then takes a quarter: a set of a million nets is
   * read with 1 GiB.
   */
  public static LoadBounds ofHeap(long bytes) {
    return new LoadBounds(
        (int) Math.min(DEFAULT.values, Math.max(4096, bytes / 1024)),
        (int) Math.min(DEFAULT.documents, Math.max(1024, bytes / 8192)));
  }
}
