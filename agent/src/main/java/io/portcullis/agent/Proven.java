package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;

/**
 * A compiled policy whose ruleset was proven to do what policy says: the only kind that {@link
 * Programmer} sends.
 */
public final class Proven {

  private final CompiledPolicy compiled;
  private final long regions;

  private Proven(CompiledPolicy compiled, long regions) {
    this.compiled = compiled;
    this.regions = regions;
  }

  /**
   * Proves it.
   *
   * @throws AgentException with {@link ExitCode#PROOF_FAILED}
   */
  public static Proven of(CompiledPolicy compiled) {
    return new Proven(compiled, Proofs.require(compiled, compiled.ruleset()));
  }

  /** What was proven. */
  public CompiledPolicy compiled() {
    return compiled;
  }

  /** Over how many regions of packets. */
  public long regions() {
    return regions;
  }
}
