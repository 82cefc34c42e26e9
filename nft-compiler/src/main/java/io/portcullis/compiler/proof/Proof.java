package io.portcullis.compiler.proof;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.interpret.UnsupportedExpressionException;
import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.policy.address.Family;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether a ruleset does what policy says: verdict, deciding rule, and logs in their order, for
 * every packet there can be, from every interface and in every state of connection.
 */
public final class Proof {

  /** Representatives to try before giving up; a few minutes of work. */
  public static final long DEFAULT_LIMIT = 50_000_000;

  /** {@code NF_IP_PRI_CONNTRACK}: before, states are not known. */
  private static final int CONNTRACK = -200;

  /** {@code NF_IP_PRI_NAT_DST}: after, destinations are no longer those on the wire. */
  private static final int DNAT = -100;

  /** Every packet. */
  static final List<PacketBox> ALL =
      List.of(PacketBox.everything(Family.V4), PacketBox.everything(Family.V6));

  private Proof() {}

  /** Proves what the compiler made. */
  public static ProofResult check(CompiledPolicy compiled) {
    return check(compiled, compiled.ruleset());
  }

  /**
   * Proves what the kernel holds.
   *
   * @param compiled the policy, and which rule of a ruleset stands for what
   * @param readBack the ruleset that is proven, such as one that was dumped
   */
  public static ProofResult check(CompiledPolicy compiled, Ruleset readBack) {
    return check(compiled, readBack, DEFAULT_LIMIT);
  }

  /**
   * Proves a ruleset, or gives up.
   *
   * @param limit representatives to try at most
   */
  public static ProofResult check(CompiledPolicy compiled, Ruleset readBack, long limit) {
    return of(compiled, readBack, limit, ALL);
  }

  /** Proves a ruleset for some packets, of every interface. */
  static ProofResult of(
      CompiledPolicy compiled, Ruleset readBack, long limit, List<PacketBox> boxes) {
    return judged(readBack, () -> Prepared.of(compiled, readBack).sweep(limit, boxes));
  }

  /** What work on a ruleset finds, or why it cannot be told. */
  static ProofResult judged(Ruleset ruleset, Supplier<ProofResult> work) {
    try {
      Optional<String> elsewhere = elsewhere(ruleset);
      return elsewhere.isPresent() ? new ProofResult.Unfinished(elsewhere.get()) : work.get();
    } catch (UnsupportedExpressionException | Exhausted e) {
      return new ProofResult.Unfinished(String.valueOf(e.getMessage()));
    }
  }

  /** A hook that sees other packets than those that policy is about; what is wrong with it. */
  private static Optional<String> elsewhere(Ruleset ruleset) {
    for (NftChain chain : ruleset.chains().values()) {
      Optional<BaseHook> hook = chain.base();
      if (hook.isPresent()
          && (!hook.get().type().equals("filter")
              || !hook.get().devices().isEmpty()
              || hook.get().priority() <= CONNTRACK
              || hook.get().priority() >= DNAT)) {
        return Optional.of(
            "base chain "
                + chain.name()
                + " is of type "
                + hook.get().type()
                + " at priority "
                + hook.get().priority()
                + ": pre-DNAT policy is of type filter, after connection tracking (-200) and"
                + " before DNAT (-100)");
      }
    }
    return Optional.empty();
  }
}
