package io.portcullis.compiler.lower;

import io.portcullis.compiler.DeniedPrefix;
import io.portcullis.compiler.Place;
import io.portcullis.compiler.model.RuleOutcome;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Limit;
import io.portcullis.netlink.nftables.expr.Log;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.RuleId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One chain per outcome: it logs, tells of what is dropped, counts and gives the verdict. What it
 * is for is said by the comment of its last rule. The chain itself has none: the kernel cannot
 * change a chain's comment, and making the chain anew would mean making every element anew that
 * leads to it, whenever a rule moves to another line of its file.
 */
final class OutcomeChains {

  /** What Calico writes before a logged packet, at level info ({@code LogPrefix}). */
  static final String LOG_PREFIX = "calico-packet: ";

  private static final int LOG_INFO = 6;

  private final RulesetDraft draft;
  private final boolean counters;
  private final Optional<DataplaneSettings.Denied> denied;
  private final Map<RuleOutcome, String> chains = new HashMap<>();
  private final Map<String, RuleOutcome> byChain = new HashMap<>();
  private final Map<List<RuleId>, String> logging = new HashMap<>();

  OutcomeChains(RulesetDraft draft, DataplaneSettings settings) {
    this.draft = draft;
    this.counters = settings.counters();
    this.denied = settings.denied();
  }

  /** The chain of an outcome, made at first use. */
  String chain(RuleOutcome outcome) {
    String known = chains.get(outcome);
    if (known != null) {
      return known;
    }
    String name = unique(outcome);
    chains.put(outcome, name);
    byChain.put(name, outcome);
    draft.chain(NftChain.regular(name, UserData.NONE));
    for (RuleId log : outcome.logs()) {
      draft.log(log, draft.rule(name, log(log), log()));
    }
    if (outcome.reason() == Decision.Reason.DENY) {
      tell(name, outcome.rule().map(DeniedPrefix::of).orElse(DeniedPrefix.INVALID));
    }
    Place place = decide(name, bare(outcome), Comments.of(comment(outcome)));
    draft.outcome(outcome.reason(), outcome.rule(), place);
    return name;
  }

  /** The outcome of a chain that does no more than to count and to give a verdict. */
  Optional<RuleOutcome> plain(String chain) {
    return Optional.ofNullable(byChain.get(chain)).filter(this::isPlain);
  }

  /** True if a chain of that outcome does no more than to count and to give a verdict. */
  boolean isPlain(RuleOutcome outcome) {
    return outcome.logs().isEmpty()
        && (denied.isEmpty() || outcome.reason() != Decision.Reason.DENY);
  }

  /** The names of all chains of outcomes. */
  Set<String> names() {
    return byChain.keySet();
  }

  /** Whether hits are counted. */
  boolean counters() {
    return counters;
  }

  /** The verdict of an outcome, without a chain. */
  static Verdict bare(RuleOutcome outcome) {
    return outcome.reason() == Decision.Reason.DENY ? Verdict.DROP : Verdict.ACCEPT;
  }

  /** Back to the stage that follows, with a log for each of {@code rules} before. */
  Verdict goingOn(List<RuleId> rules) {
    if (rules.isEmpty()) {
      return Verdict.RETURN;
    }
    String known = logging.get(rules);
    if (known == null) {
      known = "logged-" + (logging.size() + 1);
      logging.put(rules, known);
      draft.chain(known, "logs, and returns to the next stage");
      for (RuleId log : rules) {
        draft.log(log, draft.rule(known, log(log), log()));
      }
    }
    return Verdict.goTo(known);
  }

  /**
   * The chain of an outcome, if it was made; or the name of one, where elements say it instead of
   * leading there. Nothing is made.
   */
  Optional<String> knownChain(RuleOutcome outcome) {
    String known = chains.get(outcome);
    if (known != null) {
      return Optional.of(known);
    }
    if (outcome.rule().isEmpty() || !isPlain(outcome) || draft.hasChain(base(outcome))) {
      return Optional.empty();
    }
    String name = base(outcome);
    chains.put(outcome, name);
    byChain.put(name, outcome);
    return Optional.of(name);
  }

  /** What {@link #goingOn} gave, if it was asked. */
  Optional<Verdict> knownGoingOn(List<RuleId> rules) {
    return rules.isEmpty()
        ? Optional.of(Verdict.RETURN)
        : Optional.ofNullable(logging.get(rules)).map(Verdict::goTo);
  }

  /**
   * Appends a rule that tells of packets, if that is configured. A rule of its own: the limit must
   * not keep a packet from the verdict behind it.
   */
  void tell(String chain, String prefix) {
    denied.ifPresent(
        how -> {
          Place unused =
              draft.rule(
                  chain,
                  new Limit(how.perSecond(), 1, burst(how), Limit.NFT_LIMIT_PKTS, 0),
                  new Log(
                      Optional.of(prefix),
                      OptionalInt.of(how.group()),
                      OptionalInt.empty(),
                      OptionalInt.empty(),
                      OptionalInt.empty(),
                      OptionalInt.empty()));
        });
  }

  /** Not 0, which the kernel takes for 5. */
  private static int burst(DataplaneSettings.Denied how) {
    return Math.max(1, Math.min(how.perSecond(), 5));
  }

  /** Appends a rule that counts and gives a verdict. */
  Place decide(String chain, Verdict verdict, Expression... matching) {
    return decide(chain, verdict, UserData.NONE, matching);
  }

  private Place decide(String chain, Verdict verdict, UserData comment, Expression... matching) {
    List<Expression> expressions = new ArrayList<>(List.of(matching));
    if (counters) {
      expressions.add(Counter.ZERO);
    }
    expressions.add(Loads.verdict(verdict));
    return draft.rule(chain, expressions, comment);
  }

  static Log log() {
    return Log.syslog(LOG_PREFIX, LOG_INFO);
  }

  static String log(RuleId id) {
    return "Log " + describe(id);
  }

  /** Policy, rule and place of a rule, for a comment. */
  static String describe(RuleId id) {
    return id.policy() + " rule " + id.index() + " at " + id.position();
  }

  static String comment(RuleOutcome outcome) {
    Optional<RuleId> rule = outcome.rule();
    if (rule.isEmpty()) {
      return "no rule decides: the packet continues";
    }
    String reason = outcome.reason().name();
    String action = reason.charAt(0) + reason.substring(1).toLowerCase(Locale.ROOT);
    return action + " by " + describe(rule.get());
  }

  private static String base(RuleOutcome outcome) {
    String base =
        outcome
            .rule()
            .map(id -> "rule-" + id.tier() + "-" + id.policy() + "-" + id.index())
            .orElse("no-match");
    return outcome.logs().isEmpty() ? base : base + "-logged";
  }

  private String unique(RuleOutcome outcome) {
    String base = base(outcome);
    String name = base;
    for (int i = 2; draft.hasChain(name); i++) {
      name = base + "-" + i;
    }
    return name;
  }
}
