package io.portcullis.integration.packets;

import java.util.Optional;

/**
 * A rule that does one thing, some times over: what a piece of a ruleset costs on this machine, in
 * the same run.
 *
 * @param name for people
 * @param times how often the rule stands there
 * @param sets what it refers to
 * @param rule which lets packets on
 * @param quiet nanoseconds on the machine that the targets were set on; 0 if not measured there
 */
record Piece(String name, int times, String sets, String rule, double quiet) implements Variant {

  @Override
  public Optional<String> leftOut(Workload workload) {
    return Optional.empty();
  }

  @Override
  public void load(Arena arena, Workload workload) {
    arena.nft(NftTables.base("accept", (rule + "\n").repeat(times), sets));
  }
}
