package io.portcullis.netlink.nftables;

import java.util.List;
import java.util.Map;

/**
 * What one kernel held in one table at one moment.
 *
 * @param generation of that moment
 * @param ruleset the values
 * @param rules the same rules with their handles, by chain
 */
public record TableDump(long generation, Ruleset ruleset, Map<String, List<RuleWithHandle>> rules) {

  /** The rules of a chain with their handles, empty if it has none. */
  public List<RuleWithHandle> rulesOf(String chain) {
    return rules.getOrDefault(chain, List.of());
  }
}
