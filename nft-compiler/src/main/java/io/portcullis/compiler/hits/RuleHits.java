package io.portcullis.compiler.hits;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.ElementOutcome;
import io.portcullis.compiler.Outcome;
import io.portcullis.compiler.Place;
import io.portcullis.compiler.transaction.Names;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NamedCounter;
import io.portcullis.netlink.nftables.NftObject;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.RuleId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The packets that each decision was made for, as a kernel counted them: in the rules that make it,
 * in the elements that do, and in the named counter that keeps what elements had counted before
 * they went.
 */
public final class RuleHits {

  private final Ruleset held;
  private final Map<Key, Counter> sums = new LinkedHashMap<>();
  private final Map<String, Counter> byComment = new HashMap<>();

  private record Key(Decision.Reason reason, Optional<RuleId> rule) {}

  /**
   * One decision.
   *
   * @param reason what decides
   * @param rule the policy's rule, where one does
   * @param packets that it was made for
   * @param bytes of these, from the network header on
   */
  public record Hit(Decision.Reason reason, Optional<RuleId> rule, long packets, long bytes) {}

  private RuleHits(Ruleset held) {
    this.held = held;
  }

  /**
   * Each decision once, in the order of the compiled policy.
   *
   * @param compiled with the names that it has in the kernel
   * @param held what the kernel holds; where a rule is missing, nothing was counted
   */
  public static List<Hit> of(CompiledPolicy compiled, Ruleset held) {
    RuleHits hits = new RuleHits(held);
    hits.elements(compiled.ruleset());
    hits.objects();
    for (Outcome outcome : compiled.outcomes()) {
      hits.add(outcome.reason(), outcome.rule(), hits.at(outcome.place()));
      // What elements had counted, and were replaced by this chain.
      hits.add(outcome.reason(), outcome.rule(), hits.take(outcome.place().chain()));
    }
    for (ElementOutcome outcome : compiled.elements()) {
      hits.add(
          outcome.reason(),
          outcome.rule(),
          Optional.ofNullable(hits.byComment.remove(outcome.comment())).orElse(Counter.ZERO));
    }
    return hits.sums.entrySet().stream()
        .map(
            sum ->
                new Hit(
                    sum.getKey().reason(),
                    sum.getKey().rule(),
                    sum.getValue().packets(),
                    sum.getValue().bytes()))
        .toList();
  }

  private void add(Decision.Reason reason, Optional<RuleId> rule, Counter counter) {
    sums.merge(new Key(reason, rule), counter, RuleHits::sum);
  }

  private static Counter sum(Counter one, Counter other) {
    return new Counter(one.packets() + other.packets(), one.bytes() + other.bytes());
  }

  private Counter take(String chain) {
    return Optional.ofNullable(byComment.remove(ElementOutcome.comment(Names.logical(chain))))
        .orElse(Counter.ZERO);
  }

  private Counter at(Place place) {
    List<NftRule> rules = held.rulesOf(place.chain());
    return place.ruleIndex() < rules.size()
        ? counted(rules.get(place.ruleIndex()).expressions())
        : Counter.ZERO;
  }

  private static Counter counted(List<Expression> expressions) {
    return expressions.stream()
        .filter(Counter.class::isInstance)
        .map(Counter.class::cast)
        .reduce(Counter.ZERO, RuleHits::sum);
  }

  private void elements(Ruleset compiled) {
    for (String set : compiled.sets().keySet()) {
      SetElements elements = held.elementsOf(set);
      if (elements instanceof ElementBlock block) {
        block(block);
        continue;
      }
      for (int i = 0; i < elements.size(); i++) {
        NftSetElem element = elements.get(i);
        Counter counter = counted(element.expressions());
        Comments.read(element.userData())
            .ifPresent(comment -> byComment.merge(comment, counter, RuleHits::sum));
      }
    }
  }

  private void block(ElementBlock block) {
    long[] packets = new long[block.kinds().size()];
    long[] bytes = new long[packets.length];
    for (int i = 0; packets.length > 0 && i < block.size(); i++) {
      packets[block.verdictIndex(i)] += block.packets(i);
      bytes[block.verdictIndex(i)] += block.bytes(i);
    }
    for (int kind = 0; kind < packets.length; kind++) {
      Counter counter = new Counter(packets[kind], bytes[kind]);
      Comments.read(block.kinds().get(kind).userData())
          .ifPresent(comment -> byComment.merge(comment, counter, RuleHits::sum));
    }
  }

  private void objects() {
    for (NftObject object : held.objects()) {
      NamedCounter.read(object)
          .ifPresent(counter -> byComment.merge(object.name(), counter, RuleHits::sum));
    }
  }
}
