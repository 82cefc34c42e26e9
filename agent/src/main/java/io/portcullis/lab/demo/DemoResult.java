package io.portcullis.lab.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the demo saw.
 *
 * @param policyDir where the policy was read
 * @param rows one per probe, in the order of the list
 * @param hits one per decider, in the order of first use
 * @param took from the first namespace to the last answer
 */
public record DemoResult(Path policyDir, List<Row> rows, List<Hits> hits, Duration took) {

  public DemoResult {
    rows = List.copyOf(rows);
    hits = List.copyOf(hits);
  }

  /** How many probes got what they should. */
  public int expected() {
    return (int) rows.stream().filter(Row::asExpected).count();
  }

  /** True if all probes got what they should, and all counters fit. */
  public boolean asExpected() {
    return expected() == rows.size() && hits.stream().allMatch(Hits::fits);
  }

  /** For people: a picture, a table, what is wrong, and a summary; each line ends in a newline. */
  public String text() {
    return DemoText.of(this);
  }

  /**
   * For JSON: maps with keys in a fixed order, lists, strings, numbers and booleans. Keys that have
   * nothing to say are left out.
   */
  public Map<String, Object> toTree() {
    return DemoTree.of(this);
  }
}
