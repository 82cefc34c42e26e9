package io.portcullis.agent;

import io.portcullis.compiler.lint.Session;
import io.portcullis.compiler.lint.Surroundings;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.InvalidPolicyException;
import io.portcullis.policy.load.LoadBounds;
import io.portcullis.policy.load.PolicyLoader;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resolve.HostLink;
import io.portcullis.policy.resolve.PolicyResolver;
import io.portcullis.policy.resolve.Resolution;
import io.portcullis.policy.resource.Resources;
import java.util.List;

/**
 * From texts to what applies on a node. One that is kept takes the time of what changed since it
 * was last asked, and hands out the same objects for what did not. Not for use by more than one
 * thread.
 */
public final class Resolver {

  private final PolicyLoader loader;
  private final PolicyResolver resolver = new PolicyResolver();

  /** One that knows nothing yet. */
  public Resolver() {
    this.loader = new PolicyLoader(LoadBounds.ofHeap(Runtime.getRuntime().maxMemory()));
  }

  /** A loader that knows what was read last, for another thread. */
  PolicyLoader loader() {
    return loader.fork();
  }

  /**
   * What applies now; nothing but the arguments counts.
   *
   * @param texts all policy there is
   * @param node whose endpoints count
   * @param links of that node
   * @param sessions of whoever asks, that should not be cut
   * @throws AgentException with all that is wrong with the policy
   */
  public Resolved next(
      List<SourceText> texts,
      String node,
      List<HostLink> links,
      DataplaneSettings settings,
      List<Session> sessions) {
    return next(read(loader, texts), node, links, settings, sessions);
  }

  /**
   * What is in some texts.
   *
   * @throws AgentException with all that is wrong with the policy
   */
  static Resources read(PolicyLoader loader, List<SourceText> texts) {
    try {
      return loader.next(texts);
    } catch (InvalidPolicyException e) {
      throw Failures.of(e);
    }
  }

  /** The same of what was read. */
  Resolved next(
      Resources resources,
      String node,
      List<HostLink> links,
      DataplaneSettings settings,
      List<Session> sessions) {
    Resolution resolution = resolver.next(resources, node, links, settings);
    return new Resolved(
        resources,
        resolution.policy(),
        resolution.findings(),
        new Surroundings(links, peers(resources, node), sessions));
  }

  private static List<Surroundings.Peer> peers(Resources resources, String node) {
    return resources.hostEndpoints().stream()
        .filter(endpoint -> !endpoint.node().equals(node))
        .flatMap(
            endpoint ->
                endpoint.expectedIps().stream()
                    .map(address -> new Surroundings.Peer(endpoint.node(), address)))
        .toList();
  }
}
