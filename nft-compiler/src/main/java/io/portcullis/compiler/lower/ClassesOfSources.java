package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.R0;

import io.portcullis.compiler.layout.Choice;
import io.portcullis.compiler.layout.LengthPlan;
import io.portcullis.compiler.layout.Prices;
import io.portcullis.compiler.layout.Shape;
import io.portcullis.compiler.model.SourceClasses;
import io.portcullis.compiler.model.Stage;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lookup of a source's class: a hash map for each prefix length, or where there are many of
 * these, as with nested networks, one map of intervals.
 */
final class ClassesOfSources {

  /** The kernel makes all of a map of intervals anew when one of them changes. */
  private static final int MOST_INTERVALS = 50_000;

  private static final String SUBJECT = "classes of sources";

  private final Scope scope;
  private final SourceClasses sources;
  private final List<Verdict> verdicts;

  private ClassesOfSources(Scope scope, SourceClasses sources, List<Verdict> verdicts) {
    this.scope = scope;
    this.sources = sources;
    this.verdicts = verdicts;
  }

  /**
   * Appends to {@code chain} what sends every source that any prefix holds to its class. Most of
   * the others may be sent to where they go.
   *
   * @param verdicts by number of the class
   * @param stage that may become as large as decisions 0006 and 0020 say
   * @return where all other sources are to be decided: {@code chain}, or one that was made
   */
  static String lookUp(
      Scope scope, SourceClasses sources, List<Verdict> verdicts, Stage stage, String chain) {
    return new ClassesOfSources(scope, sources, verdicts).lookUp(stage, chain);
  }

  private String lookUp(Stage stage, String chain) {
    long[] counts = Expansion.counts(scope.family());
    sources.prefixes().forEach(prefix -> counts[prefix.length()]++);
    LengthPlan plan = LengthPlan.of(counts, mostPrefixes(stage), addressBytes());
    List<NftSetElem> elements = elements();
    Shape intervals =
        new Shape("a map of intervals", 1, elements.size(), Prices.interval(elements.size()));
    boolean cheaper =
        intervals.nanoseconds() < plan.shape().nanoseconds()
            && elements.size() <= Math.min(MOST_INTERVALS, mostIntervals(stage));
    List<Shape> rejected = new ArrayList<>(plan.rejected());
    rejected.add(cheaper ? plan.shape() : intervals);
    Shape taken = cheaper ? intervals : plan.shape();
    scope.draft().choice(new Choice(scope.name(), SUBJECT, taken, rejected));
    if (cheaper) {
      lookUpIntervals(chain, elements);
      return chain;
    }
    Shape set = SourceBlocks.shape(sources.prefixes().size(), false);
    if (!SourceBlocks.pays(scope.family(), plan, counts, set)) {
      lookUpPrefixes(chain, plan);
      return chain;
    }
    scope.draft().choice(new Choice(scope.name(), "sources of no class", set, List.of()));
    SourceBlocks blocks = scope.draft().blocks(SourceBlocks.ofSources(scope));
    String others = blocks.unlessIn(scope, chain, Bytes.EMPTY, scope.named("unknown"));
    lookUpPrefixes(chain, plan);
    scope.draft().rule(chain, Loads.goTo(others));
    return others;
  }

  /** Prefixes that may come of expansion: what keeps a stage within the bound of decision 0006. */
  private long mostPrefixes(Stage stage) {
    long rules = sources.classes().stream().mapToLong(List::size).sum();
    return scope.bounds().expands() ? scope.bounds().of(stage.input()) - rules : 0;
  }

  private long mostIntervals(Stage stage) {
    return sources.prefixes().size() + scope.bounds().roomOfSources(stage);
  }

  private void lookUpIntervals(String chain, List<NftSetElem> elements) {
    String name = scope.named("saddr");
    scope
        .draft()
        .set(
            NftSet.verdictMap(name, NftSet.F_INTERVAL, addressType(), addressBytes())
                .withUserData(Comments.ofSet("where sources go")),
            new SetElements.Listed(elements));
    scope.draft().rule(chain, Loads.source(scope.family(), R0), Lookup.verdict(name, R0));
  }

  /** Stretches of sources that any prefix holds, each ended where the next is of none. */
  private List<NftSetElem> elements() {
    List<NftSetElem> out = new ArrayList<>();
    boolean open = false;
    for (SourceClasses.Stretch stretch : sources.stretches()) {
      Bytes first = Bytes.of(stretch.first().toBytes());
      boolean named = stretch.number() != sources.otherwise();
      if (open) {
        // Also where the next begins: to the kernel, two beginnings in a row overlap.
        out.add(NftSetElem.intervalEnd(first));
      }
      if (named) {
        out.add(NftSetElem.of(first, verdicts.get(stretch.number())));
      }
      open = named;
    }
    return out;
  }

  private void lookUpPrefixes(String chain, LengthPlan plan) {
    Map<Prefix, Integer> numbers = new LinkedHashMap<>();
    for (int i = 0; i < sources.prefixes().size(); i++) {
      numbers.put(sources.prefixes().get(i), sources.numbers().get(i));
    }
    TreeMap<Integer, MapDraft> maps = new TreeMap<>();
    (plan.asGiven() ? numbers : Expansion.of(numbers, plan::kept))
        .forEach(
            (prefix, number) ->
                maps.computeIfAbsent(prefix.length(), this::map)
                    .put(Loads.address(prefix), verdicts.get(number)));
    maps.descendingMap()
        .forEach(
            (length, map) -> {
              List<Expression> expressions = new ArrayList<>();
              SourceMaps.loadMasked(scope.family(), R0, length, expressions);
              expressions.add(Lookup.verdict(map.name(), R0));
              scope.draft().rule(chain, expressions.toArray(Expression[]::new));
            });
  }

  private MapDraft map(int length) {
    return scope
        .draft()
        .lastMap(
            NftSet.verdictMap(scope.named("saddr" + length), 0, addressType(), addressBytes())
                .withUserData(Comments.ofSet("where source prefixes of length " + length + " go")));
  }

  private int addressType() {
    return scope.family() == Family.V4 ? NftDataType.IPV4_ADDR : NftDataType.IPV6_ADDR;
  }

  private int addressBytes() {
    return scope.family().bits() / 8;
  }
}
