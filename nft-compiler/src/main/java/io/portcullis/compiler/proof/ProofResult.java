package io.portcullis.compiler.proof;

/** What came out of a proof. Only {@link Proven} lets a ruleset be trusted. */
public sealed interface ProofResult {

  /**
   * The ruleset does what policy says, with every packet.
   *
   * @param regions how many representatives were tried
   */
  record Proven(long regions) implements ProofResult {}

  /** There is a packet with which it does not. */
  record Refuted(CounterExample example) implements ProofResult {}

  /**
   * It is not known.
   *
   * @param why for people: what could not be judged, and where it stands
   */
  record Unfinished(String why) implements ProofResult {}
}
