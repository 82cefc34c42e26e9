package io.portcullis.compiler.space;

import io.portcullis.compiler.model.ClassRule;
import java.util.List;

/**
 * What becomes of all packets of a class of services.
 *
 * @param hits for each box that any packet reaches and is held by, those packets, in order; of one
 *     rule there may be several boxes
 * @param denied what a Deny decides
 * @param unmatched what no rule decides
 */
public record Flow(List<Hit> hits, Cubes denied, Cubes unmatched) {

  public Flow {
    hits = List.copyOf(hits);
  }

  /**
   * Packets that reach a box and that it holds.
   *
   * @param rule whose action happens to them
   * @param packets at least one
   */
  public record Hit(ClassRule rule, Cubes packets) {}
}
