package io.portcullis.agent.host;

/**
 * Something about a machine that whoever guards it ought to know.
 *
 * @param level how much it matters
 * @param subject what it is about, such as {@code kube-proxy}
 * @param what was seen
 * @param meaning of that for policy; empty if it speaks for itself
 * @param advice what to do; empty if nothing
 */
public record Remark(Level level, String subject, String what, String meaning, String advice) {

  /** How much something matters. */
  public enum Level {
    /** As it should be. */
    OK,
    /** It works; there is something to know. */
    NOTE,
    /** Some packets may fare otherwise than one would think. */
    WARNING,
    /** Policy does not hold, or cannot be programmed. */
    ERROR
  }

  /** All is well. */
  static Remark ok(String subject, String what, String meaning) {
    return new Remark(Level.OK, subject, what, meaning, "");
  }

  /** Nothing is to be done. */
  static Remark note(String subject, String what, String meaning) {
    return new Remark(Level.NOTE, subject, what, meaning, "");
  }

  static Remark warning(String subject, String what, String meaning, String advice) {
    return new Remark(Level.WARNING, subject, what, meaning, advice);
  }

  static Remark error(String subject, String what, String meaning, String advice) {
    return new Remark(Level.ERROR, subject, what, meaning, advice);
  }
}
