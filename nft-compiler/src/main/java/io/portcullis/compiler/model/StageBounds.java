package io.portcullis.compiler.model;

/**
 * How large a stage may become: {@code factor} times its input plus {@code slack} entries and
 * rules.
 *
 * @param factor of the input
 * @param slack what any stage may become, however small its input
 * @param mostStages how many stages there may be; each is a jump in every packet's way
 */
public record StageBounds(int factor, int slack, int mostStages) {

  /** What is documented in decision 0006. */
  public static final StageBounds DEFAULT = new StageBounds(2, 256, 8);

  long of(long input) {
    return factor * input + slack;
  }
}
