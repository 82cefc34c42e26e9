package io.portcullis.compiler.proof;

/** How many representatives were tried, and how many may be. */
final class Effort {

  private final long limit;
  private long regions;

  Effort(long limit) {
    this.limit = limit;
  }

  /**
   * Notes one more.
   *
   * @throws Exhausted if that is one too many
   */
  void one() {
    if (++regions > limit) {
      throw new Exhausted(limit);
    }
  }

  long regions() {
    return regions;
  }
}
