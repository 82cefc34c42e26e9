package io.portcullis.agent.state;

import io.portcullis.policy.load.SourceText;
import java.util.List;

/**
 * What policy would be if all that is asked for were right.
 *
 * @param number of the draft; two with one number are the same
 * @param texts of policy, of all sources
 */
public record Draft(long number, List<SourceText> texts) {

  public Draft {
    texts = List.copyOf(texts);
  }
}
