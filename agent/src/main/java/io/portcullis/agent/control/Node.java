package io.portcullis.agent.control;

import io.portcullis.agent.Desired;
import io.portcullis.agent.HostLinks;
import io.portcullis.agent.Resolved;
import io.portcullis.agent.state.Contents;
import io.portcullis.agent.state.Enforced;
import io.portcullis.agent.state.PolicyStore;
import io.portcullis.agent.state.Refusals;
import io.portcullis.agent.state.Revision;
import io.portcullis.compiler.lint.Session;
import io.portcullis.policy.effective.DataplaneSettings;
import java.util.List;

/**
 * Which node this is, and what policy would mean on it.
 *
 * @param name whose host endpoints count
 * @param settings how its kernel is programmed
 * @param store of its policy
 */
record Node(String name, DataplaneSettings settings, PolicyStore store) {

  /** What some policy means here, with the links as they are now. */
  Resolved resolved(Contents contents) {
    return resolved(contents, List.of());
  }

  /** What the current revision means here; what is enforced need not be worked out again. */
  Resolved now(Revision current) {
    return store
        .held()
        .filter(held -> held.revision() == current.number())
        .map(held -> held.desired().resolved())
        .filter(known -> known.surroundings().links().equals(HostLinks.read()))
        .orElseGet(() -> resolved(current.contents()));
  }

  /** The same, looked through for what cuts these sessions. */
  Resolved resolved(Contents contents, List<Session> sessions) {
    return Resolved.of(contents.texts(), name, HostLinks.read(), settings, sessions);
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
