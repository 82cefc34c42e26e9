package io.portcullis.compiler.layout;

import java.util.List;

/**
 * What was chosen for a part of a ruleset.
 *
 * @param stage name of the chain of endpoints, family and stage it belongs to
 * @param subject what is laid out, for people
 * @param chosen the shape in use
 * @param rejected the others, with what they would have cost
 */
public record Choice(String stage, String subject, Shape chosen, List<Shape> rejected) {

  public Choice {
    rejected = List.copyOf(rejected);
  }
}
