package io.portcullis.compiler.model;

/**
 * How large a stage may become: {@code factor} times its input plus {@code slack} entries and
 * rules.
 *
 * @param factor of the input
 * @param slack what any stage may become, however small its input
 * @param mostStages how many stages there may be; each is a jump in every packet's way
 * @param mostOwn of how many classes of services each may have maps of its own
 * @param expands whether rare prefix lengths are expanded where there is room, and sources or ports
 *     asked for before the map of services where that costs less
 */
public record StageBounds(int factor, int slack, int mostStages, int mostOwn, boolean expands) {

  private static final int MOST_OWN = 8;

  /** What is documented in decisions 0006 and 0008. */
  public static final StageBounds DEFAULT = new StageBounds(2, 256, 8);

  /** As documented in decision 0008 but for the size. */
  public StageBounds(int factor, int slack, int mostStages) {
    this(factor, slack, mostStages, MOST_OWN, true);
  }

  /** The same, where all classes share maps of the prefix lengths that are given. */
  public StageBounds shared() {
    return new StageBounds(factor, slack, mostStages, 0, false);
  }

  /** How many entries and rules a stage of that input may come to. */
  public long of(long input) {
    return factor * input + slack;
  }

  /** The same of a stage that asks for sources first, since its rules would be tried one by one. */
  long ofSources(long input) {
    return 2L * factor * input + slack;
  }

  /** The same where no other way is left, before rules are tried one by one. */
  long ofNests(long input) {
    return 8L * factor * input + slack;
  }

  /** True if a stage that asks for the port first is not too large. */
  public boolean hold(Stage stage) {
    return stage.portFirst() <= of(stage.input());
  }

  /** What a stage that asks for sources first may still become larger by. */
  public long roomOfSources(Stage stage) {
    long most = ofSources(stage.input());
    long bound = stage.sourceFirst() <= most ? most : ofNests(stage.input());
    return Math.max(0, bound - stage.sourceFirst());
  }

  /** What a stage that asks for the port first may still become larger by. */
  public long room(Stage stage) {
    return !expands ? 0 : Math.max(0, of(stage.input()) - stage.portFirst());
  }
}
