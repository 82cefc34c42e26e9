package io.portcullis.compiler.interpret;

/** One expression, ready to run. */
interface Op {

  /** {@code NFT_CONTINUE}: on with the next expression. */
  int NEXT = 0;

  /** {@code NFT_BREAK}: on with the next rule. */
  int BREAK = 1;

  /** {@link Machine#verdict} is set to something that ends the rule. */
  int VERDICT = 2;

  /**
   * Does what the expression's {@code eval} does. Where what it does depends on the packet, and the
   * machine has a region, the region is narrowed to packets for which it does the same.
   */
  int run(Machine machine);
}
