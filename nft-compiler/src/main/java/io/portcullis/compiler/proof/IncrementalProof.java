package io.portcullis.compiler.proof;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.NodePolicy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proofs one after the other, each of which goes over those packets only for which policy or
 * ruleset may have changed since the last one that succeeded. For all others both do what they did,
 * which was proven to be the same. Where it cannot be told what a change may reach, everything is
 * proven anew; see {@code docs/decisions/0003-proof-by-representatives.md}.
 *
 * <p>Keeps the last policy and ruleset that were proven. Not for use by more than one thread.
 */
public final class IncrementalProof {

  private Optional<Established> last = Optional.empty();

  private record Established(CompiledPolicy compiled, Ruleset ruleset, Roles roles) {}

  /** Proves what the compiler made. */
  public ProofResult check(CompiledPolicy compiled) {
    return check(compiled, compiled.ruleset());
  }

  /**
   * Proves a ruleset, such as one that the kernel holds; what it finds is what {@link Proof#check}
   * finds, but for the number of regions and, of several counter-examples, which one.
   */
  public ProofResult check(CompiledPolicy compiled, Ruleset ruleset) {
    Roles roles = new Roles(compiled);
    Optional<Set<PacketBox>> changed =
        last.flatMap(before -> changed(before, compiled, ruleset, roles));
    ProofResult result =
        changed.isPresent()
            ? Proof.of(compiled, ruleset, Proof.DEFAULT_LIMIT, List.copyOf(changed.get()))
            : Proof.check(compiled, ruleset);
    if (result instanceof ProofResult.Proven && roles.isClear()) {
      last = Optional.of(new Established(compiled, ruleset, roles));
    }
    return result;
  }

  /** Packets that may fare otherwise than before; empty if that may be any. */
  private static Optional<Set<PacketBox>> changed(
      Established before, CompiledPolicy compiled, Ruleset ruleset, Roles roles) {
    NodePolicy one = before.compiled().policy();
    NodePolicy other = compiled.policy();
    if (!roles.isClear()
        || !one.settings().equals(other.settings())
        || !one.interfaces().keySet().equals(other.interfaces().keySet())
        || one.wildcard().isPresent() != other.wildcard().isPresent()) {
      return Optional.empty();
    }
    Set<PacketBox> out = new LinkedHashSet<>();
    Map<String, EndpointBinding> bindings = other.interfaces();
    one.interfaces()
        .forEach(
            (name, binding) ->
                Optional.ofNullable(bindings.get(name))
                    .ifPresent(now -> PolicyChange.between(binding.policy(), now.policy(), out)));
    one.wildcard()
        .ifPresent(
            binding ->
                PolicyChange.between(
                    binding.policy(), other.wildcard().orElseThrow().policy(), out));
    boolean told =
        RulesetChange.between(
            before.ruleset(),
            ruleset,
            (was, is) -> before.roles().of(was).equals(roles.of(is)),
            (was, is) -> before.roles().ofElement(was).equals(roles.ofElement(is)),
            out);
    return told ? Optional.of(out) : Optional.empty();
  }
}
