package io.portcullis.compiler.lower;

import io.portcullis.compiler.ElementOutcome;
import io.portcullis.compiler.Outcome;
import io.portcullis.compiler.Place;
import io.portcullis.compiler.layout.Choice;
import io.portcullis.compiler.layout.Prices;
import io.portcullis.compiler.layout.Shape;
import io.portcullis.compiler.model.RuleOutcome;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The last step: outcomes that need no chain lose it. If hits are not counted, that is every one
 * that does not log: its verdict stands where the way to its chain stood. If they are, those in
 * large maps: behind each of their elements the kernel would follow the chain whenever one comes
 * ({@code nf_tables_validate()}), so that they have a counter and a comment each instead.
 */
final class Inlining implements Blueprint.Kinds {

  /** So many elements, of all maps, lead to chains of outcomes at most; see decision 0012. */
  private static final int MOST_CHAINED = 1_000;

  private static final String SUBJECT = "who decided";

  private final OutcomeChains outcomes;
  private final Map<String, ElementOutcome> onElements = new LinkedHashMap<>();
  private final Set<String> counting = new HashSet<>();
  private final int all;

  /**
   * Chooses whether the elements of maps count: those of all, or of none while few enough lead to
   * chains of outcomes. All, so that a rule that comes needs no chain, whatever its sources. A map
   * whose elements lead on to others does not: each packet would pay.
   */
  Inlining(OutcomeChains outcomes, Collection<MapDraft> maps) {
    this.outcomes = outcomes;
    List<MapDraft> last = maps.stream().filter(MapDraft::isLast).toList();
    this.all = last.stream().mapToInt(map -> map.count(v -> plain(v).isPresent())).sum();
    if (outcomes.counters() && all > MOST_CHAINED) {
      last.forEach(map -> counting.add(map.name()));
    }
  }

  /** What was chosen; the price is what a packet pays for being counted and attributed. */
  Choice choice() {
    Shape bare = new Shape("verdicts alone, hits not counted", 0, all, 0);
    Shape chains = new Shape("a chain per outcome", 0, all, Prices.GOTO + Prices.COUNTER);
    Shape elements =
        new Shape("a counter on each element of the maps", 0, all, Prices.ELEMENT_COUNTER);
    if (!outcomes.counters()) {
      return new Choice("all", SUBJECT, bare, List.of(chains, elements));
    }
    return counting.isEmpty()
        ? new Choice("all", SUBJECT, chains, List.of(bare, elements))
        : new Choice("all", SUBJECT, elements, List.of(bare, chains));
  }

  /** True if the elements of a map count. */
  boolean counts(String map) {
    return counting.contains(map);
  }

  /** What an element is that leads somewhere. */
  @Override
  public ElementBlock.Kind of(String map, Verdict verdict) {
    Optional<RuleOutcome> plain = plain(verdict);
    ElementBlock.Kind kind = kind(map, plain, verdict);
    if (plain.isPresent() && !kind.userData().isEmpty()) {
      String comment = ElementOutcome.comment(verdict.chain().orElseThrow());
      onElements.put(
          comment, new ElementOutcome(plain.get().reason(), plain.get().rule(), comment));
    }
    return kind;
  }

  @Override
  public ElementBlock.Kind of(String map, RuleOutcome outcome, Verdict verdict) {
    boolean plain = verdict.code() == Verdict.NFT_GOTO && outcomes.isPlain(outcome);
    return kind(map, Optional.of(outcome).filter(o -> plain), verdict);
  }

  private ElementBlock.Kind kind(String map, Optional<RuleOutcome> plain, Verdict verdict) {
    boolean counts = counting.contains(map);
    if (plain.isEmpty() || (outcomes.counters() && !counts)) {
      return new ElementBlock.Kind(verdict, UserData.NONE, counts);
    }
    Verdict bare = OutcomeChains.bare(plain.get());
    if (!counts) {
      return ElementBlock.Kind.of(bare);
    }
    String comment = ElementOutcome.comment(verdict.chain().orElseThrow());
    return new ElementBlock.Kind(bare, Comments.of(comment), true);
  }

  /** What elements decide that have a comment. */
  List<ElementOutcome> onElements() {
    return List.copyOf(onElements.values());
  }

  /** The elements of an interval map, with verdicts in place of chains that only give one. */
  SetElements inlined(SetElements elements) {
    if (outcomes.counters() || !(elements instanceof SetElements.Listed listed)) {
      return elements;
    }
    return new SetElements.Listed(listed.elements().stream().map(this::inlined).toList());
  }

  private NftSetElem inlined(NftSetElem element) {
    return element
        .data()
        .filter(ElementData.OfVerdict.class::isInstance)
        .flatMap(data -> plain(((ElementData.OfVerdict) data).verdict()))
        .map(plain -> NftSetElem.of(element.key(), OutcomeChains.bare(plain)))
        .orElse(element);
  }

  /** The rules of a chain likewise; what they decide is added to {@code decided}. */
  List<NftRule> inlined(List<NftRule> rules, List<Outcome> decided) {
    if (outcomes.counters()) {
      return rules;
    }
    List<NftRule> out = new ArrayList<>(rules.size());
    for (NftRule rule : rules) {
      Optional<RuleOutcome> plain = last(rule).flatMap(verdict -> plain(verdict.verdict()));
      if (plain.isEmpty()) {
        out.add(rule);
        continue;
      }
      List<Expression> expressions = new ArrayList<>(rule.expressions());
      Verdict bare = OutcomeChains.bare(plain.get());
      expressions.set(expressions.size() - 1, new Immediate.Verdict(bare));
      UserData comment =
          rule.userData().isEmpty()
              ? Comments.of(OutcomeChains.comment(plain.get()))
              : rule.userData();
      Place place = new Place(rule.chain(), out.size());
      decided.add(new Outcome(plain.get().reason(), plain.get().rule(), place));
      out.add(new NftRule(rule.chain(), expressions, comment, rule.unknown()));
    }
    return out;
  }

  /** The chains of outcomes to which nothing leads. */
  Set<String> unused(Map<String, List<NftRule>> rules, Map<String, SetElements> elements) {
    Set<String> unused = new HashSet<>(outcomes.names());
    rules.values().stream()
        .flatMap(List::stream)
        .forEach(rule -> last(rule).ifPresent(verdict -> used(verdict.verdict(), unused)));
    for (SetElements of : elements.values()) {
      if (of instanceof ElementBlock block) {
        block.palette().forEach(verdict -> used(verdict, unused));
      } else if (of instanceof SetElements.Listed listed) {
        for (NftSetElem element : listed.elements()) {
          if (element.data().orElse(null) instanceof ElementData.OfVerdict data) {
            used(data.verdict(), unused);
          }
        }
      }
    }
    return unused;
  }

  private static void used(Verdict verdict, Set<String> unused) {
    verdict.chain().ifPresent(unused::remove);
  }

  private static Optional<Immediate.Verdict> last(NftRule rule) {
    int count = rule.expressions().size();
    return count > 0 && rule.expressions().get(count - 1) instanceof Immediate.Verdict verdict
        ? Optional.of(verdict)
        : Optional.empty();
  }

  private Optional<RuleOutcome> plain(Verdict verdict) {
    return verdict.code() == Verdict.NFT_GOTO
        ? verdict.chain().flatMap(outcomes::plain)
        : Optional.empty();
  }
}
