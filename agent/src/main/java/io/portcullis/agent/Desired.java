package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.layout.Choice;
import io.portcullis.compiler.lint.Session;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resolve.Finding;
import io.portcullis.policy.resolve.HostLink;
import java.util.List;

/**
 * What a node is to enforce. What may be asked about it and takes long to say, is worked out once,
 * when it is first asked. For any thread.
 */
public final class Desired {

  private final CompiledPolicy compiled;
  private final Resolved resolved;
  private final Once<List<Finding>> findings;
  private final Once<List<Choice>> layout;

  /**
   * Of what was compiled.
   *
   * @param compiled policy and ruleset
   * @param resolved what that came from
   */
  public Desired(CompiledPolicy compiled, Resolved resolved) {
    this.compiled = compiled;
    this.resolved = resolved;
    this.findings = new Once<>(resolved::findings);
    this.layout = new Once<>(() -> PolicyCompiler.layout(compiled.policy()));
  }

  /** Policy and ruleset. */
  public CompiledPolicy compiled() {
    return compiled;
  }

  /** What that came from. */
  public Resolved resolved() {
    return resolved;
  }

  /** Valid, and probably not what was meant; see {@link Resolved#findings} for its price. */
  public List<Finding> findings() {
    return findings.get();
  }

  /** The same, with what cuts these sessions, as if they had been known from the beginning. */
  public List<Finding> findings(List<Session> sessions) {
    return resolved.findings(sessions, findings());
  }

  /** Which maps it became, and what was weighed against them. */
  public List<Choice> layout() {
    return layout.get();
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
