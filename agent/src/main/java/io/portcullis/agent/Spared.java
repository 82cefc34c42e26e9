package io.portcullis.agent;

import io.portcullis.compiler.lint.Session;
import io.portcullis.compiler.lint.SessionCut;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.resolve.HostLink;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Sessions of those who ask for a change, who shall not lock themselves out by it. */
public final class Spared {

  private Spared() {}

  /**
   * Refuses policy that cuts a session which was not cut before. What is denied already is no
   * reason: that would keep people from mending it.
   *
   * @param before whether a session is cut by what is enforced now; asked if policy cuts it
   * @throws AgentException with the rule that would
   */
  public static void require(
      List<Session> sessions, NodePolicy policy, List<HostLink> links, Predicate<Session> before) {
    for (Session session : sessions) {
      Optional<SessionCut> cut = SessionCut.by(policy, links, session);
      if (cut.isPresent() && !before.test(session)) {
        throw new AgentException(
            ExitCode.API_REFUSED,
            cut.get().rule().position() + ": " + cut.get().text(),
            "nothing was changed; allow it before that rule, or say --force if it is meant so");
      }
    }
  }
}
