package io.portcullis.compiler;

import io.portcullis.compiler.lower.NodeLowering;
import io.portcullis.policy.effective.NodePolicy;

/** Policy to ruleset: the one way in. */
public final class PolicyCompiler {

  private PolicyCompiler() {}

  /** Compiles what is to be enforced on a node. Pure: the same input gives the same ruleset. */
  public static CompiledPolicy compile(NodePolicy node) {
    return NodeLowering.lower(node);
  }
}
