package io.portcullis.agent.state;

import io.portcullis.agent.AgentException;
import java.util.Optional;

/**
 * Where the reconciler has its policy from, and where it tells what came of it. All methods but
 * {@link #whenChanged} are called by the reconciler's thread, in this order: a draft; if it can be
 * compiled and proven, {@link #accept}, else {@link #reject}; when the kernel holds what was
 * accepted, {@link #enforced}, until then {@link #delayed} for each failed try.
 */
public interface Sources {

  /** What they read may have changed: the next draft is to have it as it is then. */
  void look();

  /** What to enforce as things stand; empty if there is no policy that is known to be right. */
  Optional<Draft> draft();

  /**
   * The draft is right. It is kept, so that nothing is enforced that would be forgotten.
   *
   * @return its revision; the one before if the draft brings nothing new
   * @throws AgentException if it cannot be kept; the reconciler asks for a draft again
   */
  long accept(Draft draft);

  /**
   * The draft is wrong.
   *
   * @return whether there is another draft to be tried now; if not, what was enforced stays
   */
  boolean reject(Draft draft, AgentException why);

  /** The kernel holds what was accepted last. */
  void enforced(Enforced enforced);

  /** The kernel does not take what was accepted last; it will be tried again. */
  void delayed(AgentException why);

  /** Why what sources ask for is not what {@link #draft} gives; empty if it is. */
  Optional<AgentException> problem();

  /** Has {@code bell} run, in any thread, whenever there may be another draft. */
  void whenChanged(Runnable bell);
}
