package io.portcullis.lab.probe;

/** What became of a probe. */
public sealed interface Answer {

  /** No answer within the probe's patience: what a Deny looks like. */
  Answer SILENCE = new Silence();

  /** A reset, or an ICMP error: it arrived where nobody listens. */
  Answer REFUSED = new Refused();

  /**
   * A server answered.
   *
   * @param server the name of the host it runs on
   */
  record Reached(String server) implements Answer {}

  /** See {@link #REFUSED}. */
  record Refused() implements Answer {}

  /** See {@link #SILENCE}. */
  record Silence() implements Answer {}
}
