package io.portcullis.compiler.interpret;

/** A set's elements, arranged for looking up. */
interface PreparedSet {

  /** What {@link #find} gives for a key that is not there. */
  int NONE = -1;

  /** The number of the element that holds the key at {@code at}, or {@link #NONE}. */
  int find(byte[] registers, int at);

  /**
   * As {@link #find} for the key that is {@code kept}; narrows the region behind it to packets for
   * which that says the same.
   */
  int findKept(KeyBounds kept, int at);
}
