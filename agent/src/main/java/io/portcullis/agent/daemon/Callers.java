package io.portcullis.agent.daemon;

import io.portcullis.agent.Spared;
import io.portcullis.compiler.lint.Session;
import io.portcullis.compiler.lint.SessionCut;
import java.util.List;
import java.util.Optional;

/** Those who ask for changes, and shall not lock themselves out by one. */
final class Callers {

  private Callers() {}

  /**
   * Refuses what cuts a session that it was not cut off before.
   *
   * @param before what is enforced now, if anything is
   * @throws io.portcullis.agent.AgentException with the rule that would
   */
  static void spare(List<Session> sessions, Optional<Candidate> before, Candidate after) {
    Spared.require(
        sessions,
        after.desired().resolved().policy(),
        after.inputs().links(),
        session -> before.filter(now -> cuts(now, session)).isPresent());
  }

  private static boolean cuts(Candidate candidate, Session session) {
    return SessionCut.by(
            candidate.desired().resolved().policy(), candidate.inputs().links(), session)
        .isPresent();
  }
}
