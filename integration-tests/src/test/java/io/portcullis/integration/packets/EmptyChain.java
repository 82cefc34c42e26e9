package io.portcullis.integration.packets;

import java.util.Locale;
import java.util.Optional;

/**
 * What others are compared with: a chain without rules where Portcullis has its own. It lets
 * everything through, or nothing, as the packets want it: a packet that is dropped does not see the
 * next chain, which then is no cost of the ruleset either.
 */
enum EmptyChain implements Variant {
  ACCEPT,
  DROP;

  @Override
  public String toString() {
    return name();
  }

  /** The one that gives packets their verdict. */
  static EmptyChain of(boolean accepted) {
    return accepted ? ACCEPT : DROP;
  }

  @Override
  public Optional<String> leftOut(Workload workload) {
    return Optional.empty();
  }

  @Override
  public void load(Arena arena, Workload workload) {
    arena.nft(NftTables.base(name().toLowerCase(Locale.ROOT), "", ""));
  }
}
