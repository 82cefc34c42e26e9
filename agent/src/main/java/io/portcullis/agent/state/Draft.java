package io.portcullis.agent.state;

import io.portcullis.compiler.lint.Session;
import io.portcullis.policy.load.SourceText;
import java.util.List;

/**
 * What policy would be if all that is asked for were right.
 *
 * @param number of the draft; two with one number are the same
 * @param texts of policy, of all sources
 * @param sessions of those who ask, which it must not cut
 */
public record Draft(long number, List<SourceText> texts, List<Session> sessions) {

  public Draft {
    texts = List.copyOf(texts);
    sessions = List.copyOf(sessions);
  }
}
