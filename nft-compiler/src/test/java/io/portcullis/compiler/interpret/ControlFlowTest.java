package io.portcullis.compiler.interpret;

import static io.portcullis.compiler.interpret.Hand.R0;
import static io.portcullis.compiler.interpret.Hand.accept;
import static io.portcullis.compiler.interpret.Hand.destinationPort;
import static io.portcullis.compiler.interpret.Hand.drop;
import static io.portcullis.compiler.interpret.Hand.is;
import static io.portcullis.compiler.interpret.Hand.port;
import static io.portcullis.compiler.interpret.Hand.tcp;
import static io.portcullis.compiler.interpret.Hand.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.compiler.Place;
import io.portcullis.compiler.render.NftText;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.BitwiseShift;
import io.portcullis.netlink.nftables.expr.Byteorder;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.CtWrite;
import io.portcullis.netlink.nftables.expr.Dynset;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Limit;
import io.portcullis.netlink.nftables.expr.Log;
import io.portcullis.netlink.nftables.expr.Masq;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.MetaWrite;
import io.portcullis.netlink.nftables.expr.Notrack;
import io.portcullis.netlink.nftables.expr.Objref;
import io.portcullis.netlink.nftables.expr.Opaque;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.netlink.nftables.expr.PayloadWrite;
import io.portcullis.netlink.nftables.expr.Queue;
import io.portcullis.netlink.nftables.expr.Quota;
import io.portcullis.netlink.nftables.expr.Reject;
import io.portcullis.netlink.nftables.expr.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** {@code nft_do_chain()}: breaks, verdicts, jumps, and the policy at the end. */
final class ControlFlowTest {

  private static final Expression LOG = Log.syslog("x", 6);

  @Test
  void theEndOfTheBaseChainIsItsPolicy() {
    assertThat(Hand.base().drops(tcp("10.0.0.1", 80))).isFalse();
    assertThat(Hand.base(BaseHook.ChainPolicy.DROP).drops(tcp("10.0.0.1", 80))).isTrue();
    assertThat(Hand.base(BaseHook.ChainPolicy.DROP).run(tcp("10.0.0.1", 80)).decider()).isEmpty();
  }

  @Test
  void aBreakEndsItsRuleAlone() {
    Hand hand =
        Hand.base()
            .rule("base", destinationPort(), is(port(80)), drop())
            .rule("base", destinationPort(), is(port(81)), Counter.ZERO)
            .rule(
                "base", verdict(new Verdict(Verdict.NFT_BREAK, java.util.Optional.empty())), drop())
            .rule("base", verdict(Verdict.CONTINUE), accept());

    assertThat(hand.drops(tcp("10.0.0.1", 80))).isTrue();
    Interpretation other = hand.run(tcp("10.0.0.1", 81));
    assertThat(other.dropped()).isFalse();
    assertThat(other.path()).containsExactly(new Place("base", 1), new Place("base", 3));
    assertThat(other.decider()).contains(new Place("base", 3));
    assertThat(other.counters()).containsExactly(new CounterHit.OfRule(new Place("base", 1)));
  }

  @Test
  void aJumpComesBackAndAGotoDoesNot() {
    Hand jump =
        Hand.base()
            .rule("base", verdict(Verdict.jump("sub")))
            .rule("base", drop())
            .rule("sub", LOG);
    Hand goTo =
        Hand.base()
            .rule("base", verdict(Verdict.goTo("sub")))
            .rule("base", drop())
            .rule("sub", LOG);

    assertThat(jump.drops(tcp("10.0.0.1", 80))).isTrue();
    assertThat(goTo.drops(tcp("10.0.0.1", 80))).isFalse();
    assertThat(goTo.run(tcp("10.0.0.1", 80)).logs()).containsExactly(new Place("sub", 0));
  }

  @Test
  void theEndOfAChainThatWasGoneToReturnsToTheLastJump() {
    Hand hand =
        Hand.base()
            .rule("base", verdict(Verdict.jump("one")))
            .rule("base", drop())
            .rule("one", verdict(Verdict.goTo("two")))
            .rule("one", accept())
            .rule("two", verdict(Verdict.RETURN), accept());

    assertThat(hand.drops(tcp("10.0.0.1", 80))).isTrue();
  }

  @Test
  void aReturnFromTheBaseChainIsThePolicy() {
    Hand hand =
        Hand.base(BaseHook.ChainPolicy.DROP)
            .rule("base", verdict(Verdict.RETURN))
            .rule("base", accept());

    assertThat(hand.drops(tcp("10.0.0.1", 80))).isTrue();
  }

  @Test
  void sixteenJumpsAreFollowedAndTheSeventeenthDrops() {
    assertThat(chainOfJumps(16).drops(tcp("10.0.0.1", 80))).isFalse();
    assertThat(chainOfJumps(17).drops(tcp("10.0.0.1", 80))).isTrue();
  }

  private static Hand chainOfJumps(int count) {
    Hand hand = Hand.base().rule("base", verdict(Verdict.jump("c1")));
    for (int i = 1; i < count; i++) {
      hand.rule("c" + i, verdict(Verdict.jump("c" + (i + 1))));
    }
    return hand.rule("c" + count, accept());
  }

  @Test
  void aLogBeforeABreakHasLogged() {
    Hand hand = Hand.base().rule("base", LOG, destinationPort(), is(port(80)), drop());

    Interpretation got = hand.run(tcp("10.0.0.1", 81));

    assertThat(got.logs()).containsExactly(new Place("base", 0));
    assertThat(got.path()).isEmpty();
  }

  @Test
  void aLimitBeforeTellingSomebodyDecidesNothing() {
    Limit limit = new Limit(1, 1, 1, 0, 0);
    Log told = group(5);
    Hand hand = Hand.base().rule("base", limit, told, told).rule("base", drop());

    Interpretation got = hand.run(tcp("10.0.0.1", 80));

    assertThat(got.dropped()).isTrue();
    assertThat(got.logs()).isEmpty();
    refuses(limit, "limit");
    for (Expression[] rule :
        List.of(
            new Expression[] {limit, drop()},
            new Expression[] {limit, told, drop()},
            new Expression[] {limit, LOG},
            new Expression[] {limit, Counter.ZERO, told},
            new Expression[] {limit, limit, told})) {
      assertThatThrownBy(() -> Hand.base().rule("base", rule).run(tcp("10.0.0.1", 80)))
          .as("%s", List.of(rule))
          .isInstanceOf(UnsupportedExpressionException.class)
          .hasMessageContaining("limit");
    }
  }

  private static Log group(int group) {
    return new Log(
        Optional.of("p/0"),
        OptionalInt.of(group),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  @Test
  void whatDoesNotDependOnThePacketAloneIsRefused() {
    refuses(new Limit(1, 1, 1, 0, 0), "limit");
    refuses(new Notrack(), "notrack");
    refuses(new Opaque("quota", Bytes.EMPTY), "quota");
    refuses(new Meta(R0, Meta.IIF), "meta key 4");
    refuses(verdict(new Verdict(Verdict.NF_QUEUE, java.util.Optional.empty())), "queue");
    refuses(verdict(Verdict.jump("nowhere")), "nowhere");
    refuses(is(port(80)), "before it is written");
  }

  @Test
  void whatChangesOrDivertsPacketsIsRefusedAndRenderedSoThatNftRefusesItToo() {
    for (Expression expression :
        List.of(
            new Quota(1, 0, false),
            new MetaWrite(R0, 3),
            new CtWrite(R0, 3, OptionalInt.empty()),
            new PayloadWrite(R0, Payload.Base.TRANSPORT, 2, 2, 0, 0, 0),
            new Byteorder(R0, R0, Byteorder.NFT_BYTEORDER_HTON, 4, 4),
            new BitwiseShift(R0, R0, 4, true, 1),
            Dynset.add("seen", R0),
            new Objref.Named(1, "hits"),
            new Masq(0, Optional.empty(), Optional.empty()),
            Reject.reset(),
            new Queue.Numbered(0, 1, 0),
            new Target("DROP", 0, Bytes.EMPTY))) {
      refuses(expression, expression.toString());
      String text = NftText.render(Hand.base().rule("base", expression).ruleset());
      assertThat(text).startsWith("# For reading only").contains("<" + expression + ">");
    }
  }

  private static void refuses(Expression expression, String why) {
    Hand hand = Hand.base().rule("base", expression);
    assertThatThrownBy(() -> new RulesetInterpreter(hand.ruleset()))
        .isInstanceOf(UnsupportedExpressionException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aCircleIsNotGoneRoundForEver() {
    Hand hand =
        Hand.base()
            .rule("base", verdict(Verdict.goTo("round")))
            .rule("round", verdict(Verdict.goTo("round")));

    assertThatThrownBy(() -> hand.run(tcp("10.0.0.1", 80)))
        .isInstanceOf(UnsupportedExpressionException.class)
        .hasMessageContaining("circle");
  }

  /** Equal rules are prepared once; which of them it was is still told. */
  @Test
  void aRuleThatCannotBeFollowedIsNamedEvenIfItHasAnEqual() {
    Expression ofV6 = new Payload(R0, Payload.Base.NETWORK, 24, 16);
    Hand hand =
        Hand.base()
            .rule("base", destinationPort(), is(port(80)), verdict(Verdict.goTo("one")))
            .rule("base", verdict(Verdict.goTo("two")))
            .rule("one", ofV6)
            .rule("two", ofV6);

    assertThatThrownBy(() -> hand.run(tcp("10.0.0.1", 80)))
        .isInstanceOf(UnsupportedExpressionException.class)
        .hasMessageContaining("rule one[0]");
    assertThatThrownBy(() -> hand.run(tcp("10.0.0.1", 443)))
        .isInstanceOf(UnsupportedExpressionException.class)
        .hasMessageContaining("rule two[0]");
  }
}
