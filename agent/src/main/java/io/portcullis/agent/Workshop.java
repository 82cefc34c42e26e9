package io.portcullis.agent;

import io.portcullis.policy.ListChange;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.load.PolicyLoader;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resolve.Finding;
import io.portcullis.policy.resolve.HostLink;
import io.portcullis.policy.resource.NetworkSet;
import io.portcullis.policy.resource.Resources;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What policy becomes on a node, made by the one thread that enforces it, from what it became
 * before; and lent to others in between, for policy that differs in little and that nobody is to
 * enforce: see decision 0021. For any thread.
 */
public final class Workshop {

  /** Whoever asks for more has it made from nothing, while changes go on. */
  private static final int MOST_RESOURCES = 256;

  private static final int MOST_NETS = 20_000;

  private final String node;
  private final DataplaneSettings settings;
  private final Resolver resolver = new Resolver();
  private final Compilations compilations = new Compilations();
  private Optional<Resolved> last = Optional.empty();

  /**
   * With nothing made yet.
   *
   * @param node whose endpoints count
   */
  public Workshop(String node, DataplaneSettings settings) {
    this.node = node;
    this.settings = settings;
  }

  /**
   * What is to be enforced now.
   *
   * @param texts all policy there is
   * @param links of the node
   * @throws AgentException with all that is wrong with the policy
   */
  public synchronized Resolved resolve(List<SourceText> texts, List<HostLink> links) {
    Resolved now = resolver.next(texts, node, links, settings, List.of());
    last = Optional.of(now);
    return now;
  }

  /**
   * Compiles and proves what is to be enforced now.
   *
   * @throws AgentException with {@link ExitCode#PROOF_FAILED}
   */
  public synchronized Proven compile(NodePolicy policy) {
    return compilations.next(policy);
  }

  /**
   * Policy that nobody is to enforce.
   *
   * @param resolved what it is on this node
   * @param proven whether it was compiled and proven, too, as far as that was asked for
   * @param findings what {@link Resolved#findings()} gives, perhaps soon
   */
  public record Rehearsed(Resolved resolved, boolean proven, Supplier<List<Finding>> findings) {

    /** What was resolved, and no more. */
    public static Rehearsed of(Resolved resolved) {
      return new Rehearsed(resolved, false, resolved::findings);
    }
  }

  /**
   * What some policy would be.
   *
   * @param texts all policy there would be
   * @param links of the node
   * @param proof whether to compile and prove it
   * @return empty if it differs in much from what is enforced; proven only if that takes no more
   *     than a look at what differs
   * @throws AgentException with all that is wrong with the policy, or {@link ExitCode#PROOF_FAILED}
   */
  public Optional<Rehearsed> rehearse(List<SourceText> texts, List<HostLink> links, boolean proof) {
    // Reading takes longest, and needs nobody's leave.
    Optional<PolicyLoader> loader = fork();
    if (loader.isEmpty()) {
      return Optional.empty();
    }
    return rehearse(Resolver.read(loader.get(), texts), links, proof);
  }

  private synchronized Optional<PolicyLoader> fork() {
    return last.map(known -> resolver.loader());
  }

  /** What is enforced, once something is. */
  synchronized Optional<Resolved> last() {
    return last;
  }

  /** As {@link #rehearse(List, List, boolean)}, of what was read. */
  synchronized Optional<Rehearsed> rehearse(Resources next, List<HostLink> links, boolean proof) {
    Resolved before = last.orElseThrow();
    if (!links.equals(before.surroundings().links()) || !isLike(before.resources(), next)) {
      return Optional.empty();
    }
    try {
      Resolved resolved = resolver.next(next, node, links, settings, List.of());
      if (!proof) {
        return Optional.of(Rehearsed.of(resolved));
      }
      // On another core, since it takes as long as the proof.
      CompletableFuture<List<Finding>> findings = CompletableFuture.supplyAsync(resolved::findings);
      boolean proven = compilations.rehearse(resolved.policy()).isPresent();
      return Optional.of(new Rehearsed(resolved, proven, findings::join));
    } finally {
      // Whoever enforces goes on from there.
      Resolved unused = resolver.next(before.resources(), node, links, settings, List.of());
    }
  }

  /** Whether little differs. */
  private static boolean isLike(Resources before, Resources after) {
    ListChange<NetworkSet> sets = ListChange.of(before.networkSets(), after.networkSets());
    int resources =
        size(sets)
            + size(ListChange.of(before.policies(), after.policies()))
            + size(ListChange.of(before.hostEndpoints(), after.hostEndpoints()));
    return resources <= MOST_RESOURCES
        && nets(sets.gone()) + nets(sets.come()) <= MOST_NETS
        && before.tiers().equals(after.tiers())
        && before.profiles().equals(after.profiles());
  }

  private static int size(ListChange<?> change) {
    return change.gone().size() + change.come().size();
  }

  private static long nets(List<NetworkSet> sets) {
    return sets.stream().mapToLong(set -> set.nets().size()).sum();
  }
}
