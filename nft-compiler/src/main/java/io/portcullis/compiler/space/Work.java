package io.portcullis.compiler.space;

/** A bound on work: steps that were taken, and how many may be. Not for use by several threads. */
public final class Work {

  private final long limit;
  private long done;

  /**
   * No step has been taken yet.
   *
   * @param limit in ranges of addresses or ports that are looked at; some 10 to 50 million take a
   *     second
   */
  public Work(long limit) {
    this.limit = limit;
  }

  /**
   * Counts steps.
   *
   * @throws TooMuchWork if that is more than may be taken
   */
  public void spend(long steps) {
    done += steps;
    if (done > limit) {
      throw new TooMuchWork(limit);
    }
  }

  /** How many steps were taken. */
  public long done() {
    return done;
  }
}
