package io.portcullis.compiler.proof;

/** A proof has tried as many regions as it may. */
final class Exhausted extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Exhausted(long regions) {
    super(
        "gave up after "
            + regions
            + " regions: the ruleset or the policy tells too many packets apart");
  }
}
