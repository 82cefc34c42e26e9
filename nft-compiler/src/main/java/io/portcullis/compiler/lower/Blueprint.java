package io.portcullis.compiler.lower;

import io.portcullis.compiler.CompiledPolicy;
import java.util.List;

/**
 * A compiled policy, and what one has to know of how it was made to make the same again with other
 * sources.
 *
 * @param compiled the policy and its ruleset
 * @param stages all stages of all policies
 */
public record Blueprint(CompiledPolicy compiled, List<SourceStage> stages) {

  public Blueprint {
    stages = List.copyOf(stages);
  }
}
