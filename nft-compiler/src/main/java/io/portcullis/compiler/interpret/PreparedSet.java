package io.portcullis.compiler.interpret;

/** A set's elements, arranged for looking up. */
interface PreparedSet {

  /** What {@link #find} gives for a key that is not there. */
  int NONE = -1;

  /** The number of the element that holds the key at {@code at}, or {@link #NONE}. */
  int find(byte[] registers, int at);

  /** Narrows the region behind {@code kept} to packets for which {@link #find} says the same. */
  void narrow(KeyBounds kept, int at, int found);
}
