package io.portcullis.agent.metrics;

import io.portcullis.agent.HeldTable;
import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.hits.RuleHits;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.Ruleset;
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
    return HeldTable.counted(kernel, compiled).map(held -> count(held, compiled));
  }

  private static Hits count(Ruleset held, CompiledPolicy compiled) {
    Map<Key, Long> sums = new LinkedHashMap<>();
    for (RuleHits.Hit hit : RuleHits.of(compiled, held)) {
      sums.merge(key(hit), hit.packets(), Long::sum);
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

  private static Key key(RuleHits.Hit hit) {
    return new Key(
        hit.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        hit.rule().map(rule -> rule.policy()).orElse(""),
        hit.rule().map(rule -> Integer.toString(rule.index())).orElse(""));
  }
}
