package io.portcullis.agent;

import io.portcullis.compiler.diff.PacketDifference;
import io.portcullis.compiler.diff.PolicyComparison;
import io.portcullis.compiler.lint.Lint;
import io.portcullis.compiler.space.TooMuchWork;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.compare.ResourceChange;
import io.portcullis.policy.compare.ResourceDifference;
import io.portcullis.policy.resolve.Finding;
import io.portcullis.policy.resource.NetworkSet;
import io.portcullis.policy.resource.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers questions that nobody has asked: the kernel is read, and a policy with one network less
 * is worked out, compared and looked through. Code that has never run takes several times as long,
 * and the first who asks should not pay for it. Leaves nothing behind.
 */
public final class Practice {

  private Practice() {}

  /**
   * Does so once, in the network namespace of the calling thread.
   *
   * @param workshop of what is enforced
   * @param proof of that
   * @throws AgentException if the kernel refuses, or with {@link ExitCode#PROOF_FAILED}
   */
  public static void once(Workshop workshop, HeldProof proof) {
    proof.practise();
    workshop
        .last()
        .ifPresent(
            enforced ->
                less(enforced.resources())
                    .flatMap(next -> workshop.rehearse(next, enforced.surroundings().links(), true))
                    .ifPresent(next -> compare(enforced, next)));
  }

  private static Optional<Resources> less(Resources all) {
    List<NetworkSet> sets = new ArrayList<>(all.networkSets());
    for (int i = sets.size() - 1; i >= 0; i--) {
      NetworkSet set = sets.get(i);
      if (set.nets().size() > 1) {
        List<Prefix> nets = set.nets().subList(0, set.nets().size() - 1);
        sets.set(i, new NetworkSet(set.meta(), set.namespace(), nets));
        return Optional.of(
            new Resources(all.hostEndpoints(), all.policies(), sets, all.tiers(), all.profiles()));
      }
    }
    return Optional.empty();
  }

  private static void compare(Resolved before, Workshop.Rehearsed rehearsed) {
    Resolved after = rehearsed.resolved();
    List<ResourceChange> unused = ResourceDifference.between(before.resources(), after.resources());
    List<Finding> unusedToo = rehearsed.findings().get();
    try {
      PacketDifference unusedEither =
          PolicyComparison.compare(
              before.policy(), after.policy(), false, List.of(), Lint.DEFAULT_LIMIT);
    } catch (TooMuchWork e) {
      // So would be whoever asks.
    }
  }
}
