package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Position;
import io.portcullis.policy.address.Family;

/**
 * A part of the way of every packet of a family, by one policy: from a place in the ruleset with
 * some boxes of policy left, up to where the ruleset has a verdict or some of these boxes are
 * behind.
 *
 * @param reading the policy
 * @param family of the packets
 * @param start where it begins
 * @param from the first box that is left there
 * @param to the box before which it ends, if it does not come to a verdict
 * @param hints where it may end
 * @param entry whether it begins with the packet, and so holds what comes before all boxes
 * @param oneByOne whether rules are tried one after the other, so that it may end at any later box
 */
record Part(
    Reading reading,
    Family family,
    Position start,
    int from,
    int to,
    Hints hints,
    boolean entry,
    boolean oneByOne) {

  /** All of it at once. */
  static Part whole(Reading reading, Family family, Position start) {
    return new Part(reading, family, start, 0, StageHints.END, Hints.NONE, true, false);
  }

  /** What of it tells it from others. */
  Key key() {
    return new Key(reading, family, start, from);
  }

  /** See {@link #key}. Readings are compared by identity. */
  record Key(Reading reading, Family family, Position start, int from) {}

  /** True if a place is in the same chain, with the same ways back. */
  boolean isBeside(Position position) {
    return position.isBeside(start);
  }

  /** The same from another place on, with another box left. */
  Part at(Position position, int box) {
    return new Part(reading, family, position, box, to, hints, entry, oneByOne);
  }

  BoxList boxes() {
    return reading.boxes(family);
  }
}
