package io.portcullis.compiler.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.ElementOutcome;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.MatchBox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Maps whose elements give verdicts themselves. */
final class LargeMapTest {

  private static final String MAP = "endpoint-1-v4-class-1-saddr24";
  private static final int LARGE = 1_300;

  @Test
  void elementsOfALargeMapCountAndSayForWhichRule() {
    CompiledPolicy compiled = compiled(LARGE, true);

    ElementBlock block = block(compiled);
    assertThat(block.kinds())
        .containsExactlyInAnyOrder(
            new ElementBlock.Kind(Verdict.ACCEPT, Comments.of("rule-default-p-0"), true),
            new ElementBlock.Kind(Verdict.DROP, Comments.of("rule-default-p-1"), true));
    assertThat(compiled.ruleset().chains()).doesNotContainKey("rule-default-p-0");
    assertThat(compiled.elements())
        .extracting(ElementOutcome::comment, ElementOutcome::reason)
        .contains(
            org.assertj.core.groups.Tuple.tuple("rule-default-p-0", Decision.Reason.ALLOW),
            org.assertj.core.groups.Tuple.tuple("rule-default-p-1", Decision.Reason.DENY));
    assertThat(Proof.check(compiled)).isInstanceOf(ProofResult.Proven.class);
  }

  @Test
  void elementsOfASmallMapLeadToChains() {
    CompiledPolicy compiled = compiled(900, true);

    assertThat(block(compiled).palette())
        .containsExactlyInAnyOrder(
            Verdict.goTo("rule-default-p-0"), Verdict.goTo("rule-default-p-1"));
    assertThat(compiled.elements()).isEmpty();
    assertThat(Proof.check(compiled)).isInstanceOf(ProofResult.Proven.class);
  }

  @Test
  void withoutCountersNothingButVerdictsIsLeft() {
    for (int size : new int[] {20, LARGE}) {
      CompiledPolicy compiled = compiled(size, false);

      assertThat(block(compiled).kinds())
          .containsExactlyInAnyOrder(
              ElementBlock.Kind.of(Verdict.ACCEPT), ElementBlock.Kind.of(Verdict.DROP));
      assertThat(compiled.ruleset().chains().keySet()).noneMatch(name -> name.startsWith("rule-"));
      assertThat(Proof.check(compiled)).isInstanceOf(ProofResult.Proven.class);
    }
  }

  @Test
  void anElementThatCountsForAnotherRuleIsFound() {
    CompiledPolicy compiled = compiled(LARGE, true);

    ProofResult result =
        Proof.check(
            compiled,
            changed(
                compiled,
                kind ->
                    new ElementBlock.Kind(kind.verdict(), Comments.of("rule-default-p-1"), true)));

    assertThat(result).isInstanceOf(ProofResult.Refuted.class);
    CounterExample example = ((ProofResult.Refuted) result).example();
    assertThat(example.expected().rule().orElseThrow().index()).isEqualTo(0);
    assertThat(example.toString())
        .contains("DENY, rule=Optional[RuleId[tier=default, policy=p, index=1");
  }

  @Test
  void anElementWithTheOtherVerdictIsFoundWhetherItSaysForWhomOrNot() {
    for (boolean counters : new boolean[] {false, true}) {
      CompiledPolicy compiled = compiled(LARGE, counters);

      ProofResult result =
          Proof.check(
              compiled,
              changed(
                  compiled,
                  kind -> new ElementBlock.Kind(Verdict.DROP, kind.userData(), kind.counted())));

      assertThat(result).as("counters %s", counters).isInstanceOf(ProofResult.Refuted.class);
    }
  }

  @Test
  void anElementWithoutACommentCountsForNobody() {
    CompiledPolicy compiled = compiled(LARGE, true);

    ProofResult result =
        Proof.check(compiled, changed(compiled, kind -> ElementBlock.Kind.of(kind.verdict())));

    assertThat(result).isInstanceOf(ProofResult.Refuted.class);
  }

  /** With the first element that accepts of another kind. */
  private static Ruleset changed(CompiledPolicy compiled, UnaryOperator<ElementBlock.Kind> change) {
    ElementBlock block = block(compiled);
    List<ElementBlock.Kind> kinds = new ArrayList<>(block.kinds());
    int accepting = block.palette().indexOf(Verdict.ACCEPT);
    kinds.add(change.apply(kinds.get(accepting)));
    ElementBlock.Builder out = ElementBlock.ofKinds(block.keyLength(), kinds);
    byte[] key = new byte[block.keyLength()];
    boolean done = false;
    for (int i = 0; i < block.size(); i++) {
      block.copyKey(i, key, 0);
      boolean here = !done && block.verdictIndex(i) == accepting;
      done |= here;
      out.add(key, here ? kinds.size() - 1 : block.verdictIndex(i));
    }
    Ruleset ruleset = compiled.ruleset();
    Map<String, SetElements> elements = new LinkedHashMap<>(ruleset.elements());
    elements.put(MAP, out.build());
    return new Ruleset(
        ruleset.table(), ruleset.chains(), ruleset.rules(), ruleset.sets(), elements);
  }

  private static ElementBlock block(CompiledPolicy compiled) {
    return (ElementBlock) compiled.ruleset().elementsOf(MAP);
  }

  /** One port; of the /24s, one half may and the other may not. */
  private static CompiledPolicy compiled(int nets, boolean counters) {
    EffectiveRule[] rules = {
      Policies.rule("default", "p", 0, Action.ALLOW, box(0, nets / 2)),
      Policies.rule("default", "p", 1, Action.DENY, box(nets / 2, nets))
    };
    DataplaneSettings settings = Policies.counting(counters);
    return PolicyCompiler.compile(
        Policies.node(Policies.policy(Policies.tier("default", rules)), settings));
  }

  private static MatchBox box(int from, int to) {
    String[] nets =
        IntStream.range(from, to)
            .mapToObj(i -> "10." + i / 100 + "." + 2 * (i % 100) + ".0/24")
            .toArray(String[]::new);
    return Policies.from(Policies.tcp(Policies.any(Family.V4), 8080, 8080), nets);
  }
}
