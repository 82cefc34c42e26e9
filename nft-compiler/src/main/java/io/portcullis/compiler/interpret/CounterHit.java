package io.portcullis.compiler.interpret;

import io.portcullis.compiler.Place;
import io.portcullis.netlink.Bytes;

/** A counter that counted a packet. */
public sealed interface CounterHit {

  /** A counter that is an expression of a rule. */
  record OfRule(Place place) implements CounterHit {}

  /**
   * A counter on an element.
   *
   * @param set its set's name
   * @param key the element's; empty for the catch-all element
   */
  record OfElement(String set, Bytes key) implements CounterHit {}
}
