package io.portcullis.compiler.interpret;

/**
 * A verdict with its chain resolved.
 *
 * @param code {@code NF_*} or {@code NFT_*}
 * @param chain the number of a jump's or goto's chain, else -1
 */
record Target(int code, int chain) {

  static final Target ACCEPT = new Target(1, -1);
}
