package io.portcullis.compiler.lint;

import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import io.portcullis.policy.resolve.HostLink;
import java.util.List;
import java.util.Optional;

/**
 * That policy denies a connection like the one that somebody gives commands over: whether it ends
 * at once or only does not come in again, whoever made that policy is locked out.
 *
 * @param rule that denies it
 * @param text what is to be said of it
 */
public record SessionCut(RuleId rule, String text) {

  /**
   * Whether policy cuts a session.
   *
   * @param links of the node; the session is taken to come in by each that has its server's address
   * @return empty if it does not, or if no link has that address, so that nobody can tell
   */
  public static Optional<SessionCut> by(NodePolicy node, List<HostLink> links, Session session) {
    return links.stream()
        .filter(link -> link.addresses().contains(session.server()))
        .flatMap(link -> denying(node, packet(link, session)).stream())
        .findFirst()
        .map(rule -> new SessionCut(rule, text(node, rule, session)));
  }

  private static String text(NodePolicy node, RuleId rule, Session session) {
    return "%s denies your own session, TCP from %s to %s port %d: %s"
        .formatted(
            Lint.name(rule),
            session.client(),
            session.server(),
            session.serverPort(),
            node.settings().keeps(ConntrackState.ESTABLISHED)
                ? "it stays open, but a new one does not come in"
                : "it ends, and a new one does not come in");
  }

  static Optional<RuleId> denying(NodePolicy node, Packet packet) {
    Decision decision = PlainReading.decide(node, packet);
    return decision.reason() == Decision.Reason.DENY ? decision.rule() : Optional.empty();
  }

  private static Packet packet(HostLink link, Session session) {
    return new Packet(
        link.name(),
        ProtocolSet.TCP,
        session.client(),
        session.server(),
        session.clientPort(),
        session.serverPort(),
        0,
        0,
        ConntrackState.NEW,
        true);
  }
}
