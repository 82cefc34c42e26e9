package io.portcullis.agent.metrics;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Outcome;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.expr.Counter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the kernel counted, by what decided it.
 *
 * @param rows each decision once
 * @param notShown how many more there are
 */
public record Hits(List<Row> rows, int notShown) {

  /** Of so many decisions the packets are shown; a series each is what Prometheus pays for. */
  private static final int MOST = 2_000;

  public Hits {
    rows = List.copyOf(rows);
  }

  /**
   * One decision.
   *
   * @param decision such as {@code allow}, {@code deny} or {@code failsafe}
   * @param policy its name; empty if no policy decides
   * @param rule index in the policy, in decimal; empty if no policy decides
   * @param packets that it has decided
   */
  public record Row(String decision, String policy, String rule, long packets) {}

  private record Key(String decision, String policy, String rule) {}

  /**
   * Reads them.
   *
   * @param compiled what the kernel should hold, under the names that it has there
   * @return empty if it holds something else, or counters are off
   * @throws io.portcullis.netlink.nftables.NftException if the kernel refuses
   */
  public static Optional<Hits> read(NftKernel kernel, CompiledPolicy compiled) {
    if (!compiled.policy().settings().counters()) {
      return Optional.empty();
    }
    NftTable table = compiled.ruleset().table();
    return kernel
        .dump(table.family(), table.name())
        .filter(held -> sameShape(held, compiled.ruleset()))
        .map(held -> count(held, compiled.outcomes()));
  }

  /** Enough to know that an outcome's place is the same rule in both. */
  private static boolean sameShape(Ruleset held, Ruleset wanted) {
    return held.chains().keySet().equals(wanted.chains().keySet())
        && wanted.chains().keySet().stream()
            .allMatch(chain -> held.rulesOf(chain).size() == wanted.rulesOf(chain).size());
  }

  private static Hits count(Ruleset held, List<Outcome> outcomes) {
    Map<Key, Long> sums = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      NftRule rule = held.rulesOf(outcome.place().chain()).get(outcome.place().ruleIndex());
      sums.merge(key(outcome), packets(rule), Long::sum);
    }
    return new Hits(
        sums.entrySet().stream()
            .limit(MOST)
            .map(
                entry ->
                    new Row(
                        entry.getKey().decision(),
                        entry.getKey().policy(),
                        entry.getKey().rule(),
                        entry.getValue()))
            .toList(),
        Math.max(0, sums.size() - MOST));
  }

  private static Key key(Outcome outcome) {
    return new Key(
        outcome.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        outcome.rule().map(rule -> rule.policy()).orElse(""),
        outcome.rule().map(rule -> Integer.toString(rule.index())).orElse(""));
  }

  private static long packets(NftRule rule) {
    return rule.expressions().stream()
        .filter(Counter.class::isInstance)
        .mapToLong(expression -> ((Counter) expression).packets())
        .sum();
  }
}
