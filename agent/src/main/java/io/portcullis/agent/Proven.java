package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.policy.address.Prefix;
import java.util.List;
import java.util.Optional;

/**
 * A compiled policy whose ruleset was proven to do what policy says: the only kind that {@link
 * Programmer} sends.
 */
public final class Proven {

  private final CompiledPolicy compiled;
  private final long regions;
  private final boolean whole;
  private final long millis = TimeOfDay.millis();
  private final Optional<Step> step;

  /** What tells this one from others. */
  private final Object self = new Object();

  /** From another one, by some operations on elements. */
  private record Step(Object before, Onwards onwards) {}

  /**
   * Additions and deletions of elements, under the compiler's names, that make one policy of
   * another. With a wait for packets between batches, every packet gets the verdict of before or
   * that of after.
   *
   * @param sources of all packets that may meet a change
   */
  record Onwards(List<List<NftOperation>> batches, List<Prefix> sources) {}

  private Proven(CompiledPolicy compiled, long regions, boolean whole, Optional<Step> step) {
    this.compiled = compiled;
    this.regions = regions;
    this.whole = whole;
    this.step = step;
  }

  /**
   * Proves it.
   *
   * @throws AgentException with {@link ExitCode#PROOF_FAILED}
   */
  public static Proven of(CompiledPolicy compiled) {
    return anew(compiled, Proofs.require(compiled, compiled.ruleset()), true);
  }

  /**
   * What was proven over so many regions.
   *
   * @param whole whether these are all there are
   */
  static Proven anew(CompiledPolicy compiled, long regions, boolean whole) {
    return new Proven(compiled, regions, whole, Optional.empty());
  }

  /** What some changes make of another one. */
  static Proven after(Proven before, CompiledPolicy compiled, long regions, Onwards onwards) {
    return new Proven(compiled, regions, false, Optional.of(new Step(before.self, onwards)));
  }

  /** What was proven. */
  public CompiledPolicy compiled() {
    return compiled;
  }

  /** Over how many regions of packets: all, or those alone that a change may have touched. */
  public long regions() {
    return regions;
  }

  /** Whether {@link #regions} are of all packets. */
  boolean isWhole() {
    return whole;
  }

  /** When, in milliseconds since 1970. */
  public long millis() {
    return millis;
  }

  /**
   * What makes this one of another.
   *
   * @return empty if it was not made of that one
   */
  Optional<Onwards> since(Proven other) {
    return step.filter(made -> made.before().equals(other.self)).map(Step::onwards);
  }
}
