package io.portcullis.agent.daemon;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.compiler.lint.Session;
import io.portcullis.compiler.lint.SessionCut;
import java.util.List;
import java.util.Optional;

/** Those who ask for changes, and shall not lock themselves out by one. */
final class Callers {

  private Callers() {}

  /**
   * Refuses what cuts a session that it was not cut off before. What is denied already is no
   * reason: that would keep people from mending it.
   *
   * @param before what is enforced now, if anything is
   * @throws AgentException with the rule that would
   */
  static void spare(List<Session> sessions, Optional<Candidate> before, Candidate after) {
    for (Session session : sessions) {
      Optional<SessionCut> cut = cut(after, session);
      if (cut.isPresent() && before.flatMap(now -> cut(now, session)).isEmpty()) {
        throw new AgentException(
            ExitCode.API_REFUSED,
            cut.get().rule().position() + ": " + cut.get().text(),
            "nothing was changed; allow it before that rule, or say --force if it is meant so");
      }
    }
  }

  private static Optional<SessionCut> cut(Candidate candidate, Session session) {
    return SessionCut.by(
        candidate.desired().resolved().policy(), candidate.inputs().links(), session);
  }
}
