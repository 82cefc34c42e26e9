package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.InvalidPolicyException;
import io.portcullis.policy.load.PolicyLoader;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resolve.Finding;
import io.portcullis.policy.resolve.HostLink;
import io.portcullis.policy.resolve.PolicyResolver;
import io.portcullis.policy.resolve.Resolution;
import java.util.List;

/**
 * What a node is to enforce.
 *
 * @param compiled policy and ruleset
 * @param findings valid, and probably not what was meant
 */
public record Desired(CompiledPolicy compiled, List<Finding> findings) {

  public Desired {
    findings = List.copyOf(findings);
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
    try {
      Resolution resolution =
          PolicyResolver.resolve(PolicyLoader.load(texts), node, links, settings);
      return new Desired(PolicyCompiler.compile(resolution.policy()), resolution.findings());
    } catch (InvalidPolicyException e) {
      throw Failures.of(e);
    }
  }
}
