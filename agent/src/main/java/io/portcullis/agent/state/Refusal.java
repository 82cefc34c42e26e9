package io.portcullis.agent.state;

import io.portcullis.agent.AgentException;
import java.io.Serial;

/** Why a change was not made. */
public final class Refusal extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /** In what way. */
  public enum Reason {
    /** Policy as a whole would be wrong; the exception says how. */
    INVALID,
    /** It would cut whoever asks for it. */
    CUTS_CALLER,
    /** Somebody else was faster: the revision that was expected is not the current one. */
    STALE,
    /** A revision waits to be confirmed. */
    UNCONFIRMED,
    /** There is no such thing. */
    NOT_FOUND,
    /** Too many changes wait already. */
    BUSY,
    /** It cannot be written to the state directory. */
    NOT_KEPT,
    /** Kept, and tried again and again; but the kernel does not take it. */
    NOT_TAKEN,
    /** The daemon ends. */
    ENDING
  }

  private final Reason reason;
  private final AgentException why;

  public Refusal(Reason reason, AgentException why) {
    super(why.getMessage(), why);
    this.reason = reason;
    this.why = why;
  }

  public Reason reason() {
    return reason;
  }

  /** What a user is told. */
  public AgentException why() {
    return why;
  }
}
