package io.portcullis.compiler.incremental;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.lower.Blueprint;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.policy.address.Prefix;
import java.util.List;
import java.util.Optional;

/** What a policy was compiled to, and if only elements differ from the last one, which. */
public final class Compilation {

  private final CompiledPolicy compiled;
  private final Optional<List<List<NftOperation>>> batches;
  private final Optional<Blueprint> blueprint;
  private final Optional<State.Next> next;

  private Compilation(
      CompiledPolicy compiled,
      Optional<List<List<NftOperation>>> batches,
      Optional<Blueprint> blueprint,
      Optional<State.Next> next) {
    this.compiled = compiled;
    this.batches = batches;
    this.blueprint = blueprint;
    this.next = next;
  }

  static Compilation anew(Blueprint blueprint) {
    return new Compilation(
        blueprint.compiled(), Optional.empty(), Optional.of(blueprint), Optional.empty());
  }

  static Compilation onwards(State.Next next) {
    return new Compilation(
        next.compiled(), Optional.of(next.batches()), Optional.empty(), Optional.of(next));
  }

  /** The policy and its ruleset, under the compiler's names. */
  public CompiledPolicy compiled() {
    return compiled;
  }

  /**
   * The additions and deletions of elements that make the last ruleset this one, under the
   * compiler's names. With a wait for packets between batches, every packet gets the verdict of
   * before or that of after. Each batch is one transaction; there is none if nothing has to change.
   *
   * @return empty if the two rulesets have to be compared
   */
  public Optional<List<List<NftOperation>>> batches() {
    return batches;
  }

  /**
   * The sources of all packets that may meet one of the changes that {@link #batches} has; none if
   * the two rulesets have to be compared.
   */
  public List<Prefix> sources() {
    return next.map(State.Next::sources).orElse(List.of());
  }

  Optional<Blueprint> blueprint() {
    return blueprint;
  }

  Optional<State.Next> next() {
    return next;
  }
}
