package io.portcullis.compiler;

import io.portcullis.compiler.layout.Choice;
import io.portcullis.compiler.lower.NodeLowering;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.policy.effective.NodePolicy;
import java.util.List;

/** Policy to ruleset: the one way in. */
public final class PolicyCompiler {

  private PolicyCompiler() {}

  /** Compiles what is to be enforced on a node. Pure: the same input gives the same ruleset. */
  public static CompiledPolicy compile(NodePolicy node) {
    return compile(node, StageBounds.DEFAULT);
  }

  /** As {@link #compile(NodePolicy)}, with another bound of size. */
  public static CompiledPolicy compile(NodePolicy node, StageBounds bounds) {
    return NodeLowering.lower(node, bounds);
  }

  /** What {@link #compile(NodePolicy)} laid out how, and what it weighed against it. */
  public static List<Choice> layout(NodePolicy node) {
    return NodeLowering.layout(node, StageBounds.DEFAULT);
  }
}
