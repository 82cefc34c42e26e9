package io.portcullis.compiler.proof;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.interpret.ElementEdits;
import io.portcullis.netlink.nftables.NftOperation;
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
    Iterable<PacketBox> boxes = changed.isPresent() ? changed.get() : Proof.ALL;
    return Proof.judged(
        ruleset,
        () -> {
          Prepared prepared = Prepared.of(compiled, ruleset);
          ProofResult result = prepared.sweep(Proof.DEFAULT_LIMIT, boxes);
          if (result instanceof ProofResult.Proven && roles.isClear()) {
            last = Optional.of(Established.of(prepared, ruleset, roles));
          }
          return result;
        });
  }

  /**
   * Proves what the compiler made, where operations on elements make it of what it made last. Where
   * policy has other rules only, nothing is read again that stays as it is. Proven are the
   * operations, done to the ruleset that was proven last; and that they make the one of {@code
   * compiled}.
   *
   * @param compiled a policy whose ruleset shares all but changed elements with the last one
   */
  public ProofResult check(CompiledPolicy compiled, List<NftOperation> operations) {
    if (last.isEmpty()) {
      return new ProofResult.Unfinished("no ruleset was proven that operations could change");
    }
    Established before = last.get();
    if (!before.becomes(compiled, operations)) {
      return new ProofResult.Unfinished(
          "the operations do not make this ruleset of the one that was proven last");
    }
    return Proof.judged(
        before.ruleset(),
        () -> after(before, compiled, operations, true).orElseGet(() -> check(compiled)));
  }

  /**
   * As {@link #check(CompiledPolicy, List)}, but what was proven last stays that: what comes next
   * goes on from there.
   *
   * @return unfinished also where that would prove everything anew
   */
  public ProofResult rehearse(CompiledPolicy compiled, List<NftOperation> operations) {
    ProofResult tooMuch = new ProofResult.Unfinished("it takes more than a look at what changes");
    return last.filter(before -> before.becomes(compiled, operations))
        .map(
            before ->
                Proof.judged(
                    before.ruleset(),
                    () -> after(before, compiled, operations, false).orElse(tooMuch)))
        .orElse(tooMuch);
  }

  /**
   * Does operations to the ruleset that was proven last, and goes over what they change. They stay
   * done only if that is proven and is to be gone on from.
   *
   * @return empty if it takes more than a look at what changes; nothing is done then
   */
  private Optional<ProofResult> after(
      Established before, CompiledPolicy compiled, List<NftOperation> operations, boolean goesOn) {
    Optional<ElementEdits> edits = before.prepared().interpreter().apply(operations);
    if (edits.isEmpty()) {
      return Optional.empty();
    }
    boolean stays = false;
    try {
      Set<PacketBox> boxes = new LinkedHashSet<>();
      Optional<Prepared> next = prepared(before, compiled, operations, boxes);
      Optional<ProofResult> result =
          next.map(of -> of.sweepFew(Proof.DEFAULT_LIMIT, PacketBox.distinct(boxes)));
      stays = goesOn && result.filter(ProofResult.Proven.class::isInstance).isPresent();
      if (stays) {
        last = next.map(before::with);
      }
      return result;
    } finally {
      if (!stays) {
        edits.get().undo();
      }
    }
  }

  /** Both after the change, and the packets to go over; empty if these are all there are. */
  private static Optional<Prepared> prepared(
      Established before,
      CompiledPolicy compiled,
      List<NftOperation> operations,
      Set<PacketBox> boxes) {
    return Optional.of(before)
        .filter(of -> of.sameRoles(compiled))
        .flatMap(of -> of.prepared().with(compiled, boxes))
        .filter(next -> before.reached(operations, boxes));
  }

  /** The ruleset that was proven last; empty if none was. */
  public Optional<Ruleset> ruleset() {
    return last.map(Established::ruleset);
  }

  /** Packets that may fare otherwise than before; empty if that may be any. */
  private static Optional<Set<PacketBox>> changed(
      Established before, CompiledPolicy compiled, Ruleset ruleset, Roles roles) {
    NodePolicy one = before.prepared().compiled().policy();
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
