package io.portcullis.agent.control;

import io.portcullis.agent.Desired;
import io.portcullis.agent.HostLinks;
import io.portcullis.agent.Resolved;
import io.portcullis.agent.Workshop;
import io.portcullis.agent.state.Contents;
import io.portcullis.agent.state.Enforced;
import io.portcullis.agent.state.PolicyStore;
import io.portcullis.agent.state.Refusals;
import io.portcullis.agent.state.Revision;
import io.portcullis.policy.effective.DataplaneSettings;
import java.util.List;
import java.util.Optional;

/**
 * Which node this is, and what policy would mean on it.
 *
 * @param name whose host endpoints count
 * @param settings how its kernel is programmed
 * @param store of its policy
 * @param workshop where it is enforced from
 */
record Node(String name, DataplaneSettings settings, PolicyStore store, Workshop workshop) {

  /** One at a time reads policy for a caller: that may take a quarter of the heap. */
  private static final Object READING = new Object();

  /** What some policy means here, with the links as they are now. */
  Resolved resolved(Contents contents) {
    synchronized (READING) {
      return Resolved.of(contents.texts(), name, HostLinks.read(), settings, List.of());
    }
  }

  /**
   * The same, faster where it differs in little from what is enforced.
   *
   * @param proof whether to compile and prove it, where that takes no longer than the rest
   */
  Workshop.Rehearsed rehearsed(Contents contents, boolean proof) {
    synchronized (READING) {
      return workshop
          .rehearse(contents.texts(), HostLinks.read(), proof)
          .orElseGet(() -> Workshop.Rehearsed.of(resolved(contents)));
    }
  }

  /** What the current revision means here; what is enforced need not be worked out again. */
  Resolved now(Revision current) {
    return enforced(current)
        .map(Desired::resolved)
        .orElseGet(() -> rehearsed(current.contents(), false).resolved());
  }

  /** The current revision, if it is enforced, and links are as they were then. */
  Optional<Desired> enforced(Revision current) {
    return store
        .held()
        .filter(held -> held.revision() == current.number())
        .map(Enforced::desired)
        .filter(known -> known.resolved().surroundings().links().equals(HostLinks.read()));
  }

  /**
   * What the kernel was last seen to hold.
   *
   * @throws io.portcullis.agent.state.Refusal if nothing yet
   */
  Enforced held() {
    return store
        .held()
        .orElseThrow(
            () -> Refusals.notFound("the kernel holds no policy of ours yet", "apply some"));
  }

  /** The policy that is enforced. */
  Desired desired() {
    return held().desired();
  }
}
