package io.portcullis.compiler.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.policy.effective.PlainReading;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ways to break what sources share: each is refuted, with a packet that shows it. */
final class NestMutationTest {

  /** What classes share at their end, since they are nested from inside out. */
  private static final CompiledPolicy ENDS = Variants.NESTS.compiled();

  /** What they share at their beginning. */
  private static final CompiledPolicy BEGINNINGS = Variants.NESTS_V6.compiled();

  @Test
  void theyShareEndsAndBeginnings() {
    assertThat(chains(ENDS, "-after-")).isNotEmpty();
    assertThat(chains(BEGINNINGS, "-before-")).isNotEmpty();
    assertThat(Proof.check(ENDS)).isInstanceOf(ProofResult.Proven.class);
    assertThat(Proof.check(BEGINNINGS)).isInstanceOf(ProofResult.Proven.class);
  }

  @Test
  void withoutTheEndThatIsShared() {
    String from = leadingTo(ENDS, chains(ENDS, "-after-").get(0));
    refuted(new Mutant(ENDS).drop(from, ENDS.ruleset().rulesOf(from).size() - 1));
  }

  @Test
  void withTheEndOfOthers() {
    List<String> ends = chains(ENDS, "-after-");
    assertThat(ends).hasSizeGreaterThan(1);
    // The first that is made is the shortest: it lacks rules of the other.
    String from = leadingTo(ENDS, ends.get(1));
    int last = ENDS.ruleset().rulesOf(from).size() - 1;
    refuted(
        new Mutant(ENDS)
            .expressions(from, last, e -> new Immediate.Verdict(Verdict.goTo(ends.get(0)))));
  }

  @Test
  void withoutTheBeginningThatIsShared() {
    String from = leadingTo(BEGINNINGS, chains(BEGINNINGS, "-before-").get(0));
    refuted(new Mutant(BEGINNINGS).drop(from, 0));
  }

  @Test
  void whereWhatTheBeginningDoesNotDecideIsLet() {
    String before = chains(BEGINNINGS, "-before-").get(0);
    refuted(
        new Mutant(BEGINNINGS)
            .rules(
                before,
                list -> {
                  list.add(NftRule.of(before, Hands.ACCEPT));
                  return swappedLast(list);
                }));
  }

  @Test
  void withRulesBetweenInAnotherOrder() {
    String from =
        chains(ENDS, "-from-").stream()
            .filter(chain -> ENDS.ruleset().rulesOf(chain).size() >= 3)
            .findFirst()
            .orElseThrow();
    refuted(new Mutant(ENDS).swap(from, 0, 1));
  }

  @Test
  void withAnotherClass() {
    String sources = sources(ENDS);
    List<NftSetElem> starts = starts(ENDS, sources);
    NftSetElem one = starts.get(1);
    NftSetElem other = starts.get(starts.size() / 2);
    refuted(
        new Mutant(ENDS)
            .element(sources, one.key().toString(), e -> e.flags() == 0 ? moved(e, other) : e));
  }

  @Test
  void withoutTheEndOfTheSources() {
    String sources = sources(ENDS);
    SetElements all = ENDS.ruleset().elementsOf(sources);
    refuted(
        new Mutant(ENDS)
            .elements(sources, list -> new ArrayList<>(list.subList(0, all.size() - 1))));
  }

  @Test
  void withAnotherProtocolBehindTheSource() {
    String after = chains(ENDS, "-after-").get(0);
    refuted(
        new Mutant(ENDS)
            .expressions(
                after,
                0,
                e -> e instanceof Cmp cmp ? new Cmp(cmp.sreg(), Cmp.Op.NEQ, cmp.data()) : e));
  }

  private static List<NftRule> swappedLast(List<NftRule> list) {
    int last = list.size() - 1;
    java.util.Collections.swap(list, last - 1, last);
    return list;
  }

  private static NftSetElem moved(NftSetElem element, NftSetElem like) {
    return new NftSetElem(
        element.key(),
        element.keyEnd(),
        element.flags(),
        like.data(),
        element.timeout(),
        element.expressions(),
        element.userData(),
        element.unknown());
  }

  private static void refuted(Mutant mutant) {
    ProofResult result = Proof.check(mutant.compiled());
    assertThat(result).isInstanceOf(ProofResult.Refuted.class);
    CounterExample example = ((ProofResult.Refuted) result).example();
    assertThat(example.expected())
        .isEqualTo(PlainReading.decide(mutant.compiled().policy(), example.packet()));
  }

  /** The map of intervals of sources. */
  private static String sources(CompiledPolicy compiled) {
    return compiled.ruleset().sets().keySet().stream()
        .filter(name -> name.endsWith("-saddr"))
        .findFirst()
        .orElseThrow();
  }

  private static List<NftSetElem> starts(CompiledPolicy compiled, String set) {
    SetElements all = compiled.ruleset().elementsOf(set);
    List<NftSetElem> out = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).flags() == 0) {
        out.add(all.get(i));
      }
    }
    return out;
  }

  /** Chains of such a part, but not what is behind them. */
  private static List<String> chains(CompiledPolicy compiled, String part) {
    return compiled.ruleset().chains().keySet().stream()
        .filter(name -> name.matches(".*" + part + "\\d+"))
        .toList();
  }

  /** A chain of which a rule leads to another. */
  private static String leadingTo(CompiledPolicy compiled, String chain) {
    return compiled.ruleset().rules().entrySet().stream()
        .filter(
            entry ->
                entry.getValue().stream()
                    .flatMap(rule -> rule.expressions().stream())
                    .anyMatch(
                        e ->
                            e instanceof Immediate.Verdict verdict
                                && verdict.verdict().chain().filter(chain::equals).isPresent()))
        .findFirst()
        .orElseThrow()
        .getKey();
  }
}
