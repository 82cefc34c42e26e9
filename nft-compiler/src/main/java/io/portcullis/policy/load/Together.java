package io.portcullis.policy.load;

import io.portcullis.policy.ListChange;
import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.resource.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What has to be right about all documents together; kept while some of them change. */
final class Together {

  private final Map<String, Integer> names = new HashMap<>();
  private final Map<String, Integer> tiersNamed = new HashMap<>();
  private final Map<String, Integer> tiers = new HashMap<>();
  private int twice;
  private int wrong;

  Together() {
    Tier.FIXED.forEach(tier -> tiers.merge(tier.meta().name(), 1, Integer::sum));
  }

  Together copy() {
    Together copy = new Together();
    copy.names.putAll(names);
    copy.tiersNamed.putAll(tiersNamed);
    copy.tiers.putAll(tiers);
    copy.twice = twice;
    copy.wrong = wrong;
    return copy;
  }

  void update(ListChange<Document> change) {
    change.gone().forEach(document -> count(document, -1));
    change.come().forEach(document -> count(document, 1));
  }

  private void count(Document document, int by) {
    wrong += document.problems().isEmpty() ? 0 : by;
    for (Document.Named named : document.names()) {
      int count = add(names, named.what(), by);
      twice += Math.max(count, count - by) > 1 ? by : 0;
    }
    document.tiersNamed().forEach(named -> add(tiersNamed, named.tier(), by));
    document.tiers().forEach(tier -> add(tiers, tier.meta().name(), by));
  }

  private static int add(Map<String, Integer> counts, String key, int by) {
    int count = counts.merge(key, by, Integer::sum);
    if (count == 0) {
      counts.remove(key);
    }
    return count;
  }

  boolean isRight() {
    return wrong == 0 && twice == 0 && tiers.keySet().containsAll(tiersNamed.keySet());
  }

  /** All that is wrong, in the order of sources and of positions in them. */
  List<Problem> problems(List<SourceText> sources, List<Document> documents) {
    List<Problem> all = new ArrayList<>();
    Map<String, SourcePosition> first = new HashMap<>();
    for (Document document : documents) {
      all.addAll(document.problems());
      for (Document.Named named : document.names()) {
        SourcePosition before = first.putIfAbsent(named.what(), named.resource());
        if (before != null) {
          all.add(
              named
                  .name()
                  .problem(named.what() + " is defined twice", "the first is at " + before));
        }
      }
      document.tiersNamed().stream()
          .filter(named -> !tiers.containsKey(named.tier()))
          .forEach(named -> all.add(noTier(named)));
    }
    Map<String, Integer> order = new HashMap<>();
    sources.forEach(source -> order.putIfAbsent(source.name(), order.size()));
    all.sort(
        Comparator.comparingInt((Problem p) -> order.getOrDefault(p.position().source(), 0))
            .thenComparingInt(p -> p.position().line())
            .thenComparingInt(p -> p.position().column()));
    return all.subList(0, Math.min(all.size(), Problems.MAX));
  }

  private Problem noTier(Document.TierNamed named) {
    Set<String> known = new HashSet<>(tiers.keySet());
    return named
        .place()
        .problem(
            "there is no tier " + named.tier(),
            Nearest.of(named.tier(), known)
                .map(near -> "did you mean " + near + "?")
                .orElse("define it: kind: Tier, metadata: {name: " + named.tier() + "}"));
  }
}
