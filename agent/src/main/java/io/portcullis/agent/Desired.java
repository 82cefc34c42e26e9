package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resolve.Finding;
import io.portcullis.policy.resolve.HostLink;
import java.util.List;

/**
 * What a node is to enforce.
 *
 * @param compiled policy and ruleset
 * @param resolved what that came from
 */
public record Desired(CompiledPolicy compiled, Resolved resolved) {

  /** Valid, and probably not what was meant; see {@link Resolved#findings} for its price. */
  public List<Finding> findings() {
    return resolved.findings();
  }

  /**
   * From texts to a ruleset; nothing but its arguments counts.
   *
   * @param texts all policy there is
   * @param node whose endpoints count
   * @param links of that node
   * @throws AgentException with {@link ExitCode#POLICY_INVALID} and all that is wrong
   */
  public static Desired of(
      List<SourceText> texts, String node, List<HostLink> links, DataplaneSettings settings) {
    return of(Resolved.of(texts, node, links, settings, List.of()));
  }

  /** Compiles what applies on a node. */
  public static Desired of(Resolved resolved) {
    return new Desired(PolicyCompiler.compile(resolved.policy()), resolved);
  }
}
