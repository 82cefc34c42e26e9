package io.portcullis.agent;

import java.io.Serial;
import java.util.List;

/** Something that ends a command: what a user is told, what to do about it, and the exit code. */
public final class AgentException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final String hint;
  private final transient List<String> details;

  /**
   * One error.
   *
   * @param exitCode what the process ends with
   * @param message one line: what, and where
   * @param hint one line: what to do
   */
  public AgentException(ExitCode exitCode, String message, String hint) {
    this(exitCode, message, hint, List.of());
  }

  /**
   * One error that has several parts.
   *
   * @param details one line each, such as all that is wrong in a file
   */
  public AgentException(ExitCode exitCode, String message, String hint, List<String> details) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
    this.details = List.copyOf(details);
  }

  /** The same, with what it came from, for {@code --debug}. */
  public AgentException causedBy(Throwable cause) {
    initCause(cause);
    return this;
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  public String hint() {
    return hint;
  }

  /** Lines that go with the message; often none. */
  public List<String> details() {
    return details;
  }
}
