package io.portcullis.compiler;

/**
 * Where a rule stands in a ruleset.
 *
 * @param chain its chain's name
 * @param ruleIndex from 0, in order of evaluation
 */
public record Place(String chain, int ruleIndex) {

  /** {@code CHAIN[INDEX]}. */
  @Override
  public String toString() {
    return chain + "[" + ruleIndex + "]";
  }
}
