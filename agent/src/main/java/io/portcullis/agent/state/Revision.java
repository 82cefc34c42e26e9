package io.portcullis.agent.state;

import java.util.Optional;

/**
 * Policy that was accepted: valid, compiled, proven and kept.
 *
 * @param number from 1, never given twice
 * @param millis when, since 1970
 * @param by whom
 * @param what was done
 * @param contents all policy as it is from then on
 * @param withdrawn digest of the directory that a rollback set aside: it does not count until it
 *     changes
 * @param trial if it goes back by itself
 */
public record Revision(
    long number,
    long millis,
    String by,
    String what,
    Contents contents,
    Optional<String> withdrawn,
    Optional<Trial> trial) {

  /** Before the first. */
  static final Revision NONE =
      new Revision(0, 0, "", "", Contents.NONE, Optional.empty(), Optional.empty());

  /**
   * That a revision is to be confirmed.
   *
   * @param deadlineMillis when it goes back, since 1970
   * @param durationMillis from its acceptance to then, so that a clock that was set back does not
   *     prolong it
   * @param before the revision whose API sources come back
   * @param revision that is on trial
   */
  public record Trial(long deadlineMillis, long durationMillis, long before, long revision) {}

  /** The same, of other policy. */
  Revision with(Contents other) {
    return new Revision(number, millis, by, what, other, withdrawn, trial);
  }

  /** The same, for good. */
  Revision confirmed() {
    return new Revision(number, millis, by, what, contents, withdrawn, Optional.empty());
  }
}
