package io.portcullis.agent.state;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import java.io.IOException;

/** What those who ask for changes are told, if they are not made. */
public final class Refusals {

  private Refusals() {}

  static Refusal invalid(AgentException why) {
    // Nothing is wrong with policy that is refused as things stand.
    return new Refusal(
        why.exitCode() == ExitCode.API_REFUSED
            ? Refusal.Reason.CUTS_CALLER
            : Refusal.Reason.INVALID,
        why);
  }

  /** Somebody was faster. */
  public static Refusal stale(long expected, long current) {
    return refusal(
        Refusal.Reason.STALE,
        "revision " + expected + " was expected, but " + current + " is the current one",
        "look at what changed (portcullis history), and apply again");
  }

  static Refusal unconfirmed(long revision) {
    return refusal(
        Refusal.Reason.UNCONFIRMED,
        "revision " + revision + " waits to be confirmed",
        "portcullis confirm " + revision + ", or portcullis rollback, or wait until it goes back");
  }

  static Refusal nothingToConfirm(long revision, Revision current) {
    return refusal(
        Refusal.Reason.UNCONFIRMED,
        "revision "
            + revision
            + " does not wait to be confirmed"
            + current
                .trial()
                .map(trial -> "; revision " + trial.revision() + " does")
                .orElse("; none does"),
        "it was confirmed already, or went back: portcullis history tells");
  }

  static Refusal busy(int waiting) {
    return refusal(Refusal.Reason.BUSY, waiting + " changes wait already", "try again in a moment");
  }

  static Refusal notKept(IOException e) {
    return new Refusal(
        Refusal.Reason.NOT_KEPT,
        new AgentException(
                ExitCode.SOURCE_MISSING,
                "the state directory does not take it: " + AtomicFile.reason(e),
                "nothing was changed; make room on its disk, or make it writable")
            .causedBy(e));
  }

  static Refusal notTaken(long revision, AgentException why) {
    return new Refusal(
        Refusal.Reason.NOT_TAKEN,
        new AgentException(
                why.exitCode(),
                "revision "
                    + revision
                    + " is kept, but the kernel does not take it yet: "
                    + why.getMessage(),
                why.hint(),
                why.details())
            .causedBy(why));
  }

  /** The daemon ends. */
  public static Refusal ending() {
    return refusal(
        Refusal.Reason.ENDING, "the agent ends", "ask again when it is back; nothing is known");
  }

  /** There is no such thing. */
  public static Refusal notFound(String what, String hint) {
    return refusal(Refusal.Reason.NOT_FOUND, what, hint);
  }

  private static Refusal refusal(Refusal.Reason reason, String what, String hint) {
    return new Refusal(reason, new AgentException(ExitCode.API_REFUSED, what, hint));
  }
}
