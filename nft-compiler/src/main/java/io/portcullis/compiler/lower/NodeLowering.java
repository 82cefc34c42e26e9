package io.portcullis.compiler.lower;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.layout.Choice;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.policy.effective.NodePolicy;
import java.util.ArrayList;
import java.util.List;

/** The table, with one base chain just before DNAT ({@link BaseChain}). */
public final class NodeLowering {

  /** The table's name, in family inet. */
  public static final String TABLE = "portcullis";

  /** The one base chain's name. */
  public static final String BASE_CHAIN = "prerouting";

  /** After connection tracking (-200), just before DNAT ({@code NF_IP_PRI_NAT_DST}, -100). */
  public static final int PRIORITY = -101;

  private final RulesetDraft draft = new RulesetDraft();
  private final OutcomeChains outcomes;

  private NodeLowering(NodePolicy node, StageBounds bounds) {
    this.outcomes = new OutcomeChains(draft, node.settings());
    new BaseChain(draft, outcomes, node, bounds).lower();
  }

  /** Compiles what is to be enforced on a node. The same input gives the same ruleset. */
  public static CompiledPolicy lower(NodePolicy node, StageBounds bounds) {
    return blueprint(node, bounds).compiled();
  }

  /** The same, with what is to be known to make it again with other sources. */
  public static Blueprint blueprint(NodePolicy node, StageBounds bounds) {
    NodeLowering lowering = new NodeLowering(node, bounds);
    Inlining inlining = new Inlining(lowering.outcomes, lowering.draft.maps());
    Ruleset ruleset =
        lowering.draft.build(TABLE, "pre-DNAT policy of node " + node.node(), inlining);
    CompiledPolicy compiled =
        new CompiledPolicy(
            node,
            ruleset,
            lowering.draft.outcomes(),
            lowering.draft.logs(),
            lowering.draft.stages(),
            inlining.onElements());
    return new Blueprint(compiled, lowering.draft.sources(), lowering.draft.blocks(), inlining);
  }

  /** What was chosen on the way, in the order of the chains. */
  public static List<Choice> layout(NodePolicy node, StageBounds bounds) {
    NodeLowering lowering = new NodeLowering(node, bounds);
    List<Choice> choices = new ArrayList<>(lowering.draft.choices());
    choices.add(new Inlining(lowering.outcomes, lowering.draft.maps()).choice());
    return choices;
  }
}
