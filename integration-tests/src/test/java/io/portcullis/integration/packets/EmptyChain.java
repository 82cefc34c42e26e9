package io.portcullis.integration.packets;

import java.util.Optional;

/**
 * What others are compared with: a chain without rules where Portcullis has its own. It lets
 * everything through, or nothing, as the packets want it: a packet that is dropped does not see the
 * next chain, which then is no cost of the ruleset either.
 *
 * @param accepts its policy
 */
record EmptyChain(boolean accepts) implements Variant {

  private static final String NAME = "empty chain";

  /** Whether a variant of that name is one. */
  static boolean is(String name) {
    return name.equals(NAME);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> leftOut(Workload workload) {
    return Optional.empty();
  }

  @Override
  public void load(Arena arena, Workload workload) {
    arena.nft(NftTables.base(accepts ? "accept" : "drop", "", ""));
  }
}
