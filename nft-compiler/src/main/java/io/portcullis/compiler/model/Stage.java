package io.portcullis.compiler.model;

import java.util.List;

/**
 * Consecutive rules of a policy that are looked up together. What no rule of a stage decides goes
 * on to the next stage.
 *
 * @param kind how they are looked up
 * @param boxes of whole rules, in order of evaluation
 * @param input size of what goes in, see {@link StageSizes#input}
 * @param portFirst size if the port were asked first
 * @param sourceFirst size if the source were asked first; {@link StageSizes#IMPOSSIBLE} if it
 *     cannot be
 * @param step in {@link Kind#NESTS}, of how many rules what classes of sources share is a multiple
 */
public record Stage(
    Kind kind, List<ClassRule> boxes, long input, long portFirst, long sourceFirst, int step) {

  /** Instead of a size: it was not counted, or cannot be. */
  public static final long NOT_COUNTED = StageSizes.IMPOSSIBLE;

  public Stage {
    boxes = List.copyOf(boxes);
  }

  /** Of any kind but {@link Kind#NESTS}. */
  public Stage(Kind kind, List<ClassRule> boxes, long input, long portFirst, long sourceFirst) {
    this(kind, boxes, input, portFirst, sourceFirst, 0);
  }

  /** How a stage looks its rules up. */
  public enum Kind {
    /** The service's class first, then the source within it. */
    PORT_FIRST,
    /** The source's class first, then the service within it. */
    SOURCE_FIRST,
    /** The source's class first, which shares most of its rules with others: {@link Nests}. */
    NESTS,
    /** Rule after rule, for what would multiply either way. */
    LINEAR
  }
}
