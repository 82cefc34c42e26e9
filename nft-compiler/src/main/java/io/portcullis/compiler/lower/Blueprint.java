package io.portcullis.compiler.lower;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.model.RuleOutcome;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.Verdict;
import java.util.List;

/**
 * A compiled policy, and what one has to know of how it was made to make the same again with other
 * sources.
 *
 * @param compiled the policy and its ruleset
 * @param stages all stages of all policies
 * @param blocks the sets that follow from maps
 * @param kinds what stands in a map for going to a chain
 */
public record Blueprint(
    CompiledPolicy compiled, List<SourceStage> stages, List<SourceBlocks> blocks, Kinds kinds) {

  /** What elements become, by their map. */
  public interface Kinds {

    /** What an element of a map is that leads somewhere. */
    ElementBlock.Kind of(String map, Verdict verdict);

    /** What an element of a map is that stands for an outcome, whatever goes by its name. */
    ElementBlock.Kind of(String map, RuleOutcome outcome, Verdict verdict);
  }

  public Blueprint {
    stages = List.copyOf(stages);
    blocks = List.copyOf(blocks);
  }
}
