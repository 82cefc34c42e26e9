package io.portcullis.policy.load;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** Policy, or settings, that cannot be used, with everything that is wrong with them. */
public final class InvalidPolicyException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public InvalidPolicyException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** In the order of sources and of positions in them; at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
