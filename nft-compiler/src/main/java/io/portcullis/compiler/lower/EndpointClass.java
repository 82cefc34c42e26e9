package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.R0;
import static io.portcullis.compiler.lower.Loads.WORD;

import io.portcullis.compiler.DeniedPrefix;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Ct;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.EffectivePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The chains of endpoints with one effective policy: connection state, neighbour discovery,
 * failsafes, invalid, policy; in that order, for which see decisions D3, D4 and D6.
 */
final class EndpointClass {

  /** {@code NFPROTO_IPV6}. */
  private static final Bytes NFPROTO_IPV6 = Bytes.ofU8(10);

  private static final Bytes IPPROTO_ICMPV6 = Bytes.ofU8(58);
  private static final int[] NEIGHBOUR_TYPES = {130, 131, 132, 133, 134, 135, 136, 137, 143};
  private static final String NEIGHBOUR_MAP = "neighbour-discovery";
  private static final String INVALID = "invalid";

  private final RulesetDraft draft;
  private final OutcomeChains outcomes;
  private final DataplaneSettings settings;
  private final StageBounds bounds;
  private final boolean establishedFirst;
  private final boolean invalidFirst;

  /**
   * Makes chains in {@code draft}.
   *
   * @param establishedFirst whether established flows were let on before
   * @param invalidFirst whether invalid packets were sent to {@link #invalid} before
   */
  EndpointClass(
      RulesetDraft draft,
      OutcomeChains outcomes,
      DataplaneSettings settings,
      StageBounds bounds,
      boolean establishedFirst,
      boolean invalidFirst) {
    this.invalidFirst = invalidFirst;
    this.establishedFirst = establishedFirst;
    this.bounds = bounds;
    this.draft = draft;
    this.outcomes = outcomes;
    this.settings = settings;
  }

  /**
   * Appends to {@code chain} what decides an endpoint's packets, and makes all behind it.
   *
   * @param name of the endpoint, with which the names of its chains and maps begin
   */
  void lower(String chain, String name, String comment, EffectivePolicy policy) {
    String v6 = name + "-v6";
    draft.chain(v6, comment + ", IPv6");
    state(chain);
    if (settings.conntrackInvalid() == DataplaneSettings.ConntrackInvalid.DROP && !invalidFirst) {
      draft.rule(chain, goTo(invalid(), Ct.STATE_INVALID));
    }
    draft.rule(chain, new Meta(R0, Meta.NFPROTO), Loads.equal(R0, NFPROTO_IPV6), Loads.goTo(v6));
    neighbourDiscovery(v6);
    family(chain, name + "-v4", Family.V4, policy);
    family(v6, v6, Family.V6, policy);
  }

  /** What sends packets to {@code chain} that are not the first of a flow. */
  Expression[] knownOrInvalid(String chain) {
    return goTo(chain, Ct.STATE_ESTABLISHED | Ct.STATE_RELATED | Ct.STATE_INVALID);
  }

  private static Expression[] goTo(String chain, int states) {
    List<Expression> out = new ArrayList<>(List.of(states(states)));
    out.add(Loads.goTo(chain));
    return out.toArray(Expression[]::new);
  }

  /** Appends what has packets of established flows continue, unless they are policed. */
  void established(String chain) {
    if (keeps()) {
      continues(chain, states(Ct.STATE_ESTABLISHED | Ct.STATE_RELATED));
    }
  }

  private boolean keeps() {
    return settings.establishedFlows() == DataplaneSettings.EstablishedFlows.KEEP;
  }

  /** Policing established flows leaves those of replies and helpers alone, see decision 0014. */
  private void state(String chain) {
    if (keeps()) {
      if (!establishedFirst) {
        established(chain);
      }
      return;
    }
    continues(chain, states(Ct.STATE_RELATED));
    continues(chain, Ct.direction(R0), Loads.equal(R0, Bytes.ofU8(Ct.DIR_REPLY)));
    continues(
        chain,
        Ct.status(R0),
        Bitwise.and(R0, Bytes.ofHostU32(Ct.STATUS_EXPECTED)),
        new Cmp(R0, Cmp.Op.NEQ, Bytes.zero(WORD)));
  }

  private void continues(String chain, Expression... matching) {
    decide(chain, Decision.Reason.ESTABLISHED, Verdict.ACCEPT, matching);
  }

  /**
   * The chain of invalid packets, which all endpoints share. They are sent there early, so that the
   * others are asked for their state but twice; what comes before invalid (decision D6) is asked
   * for there too.
   */
  String invalid() {
    if (!draft.hasChain(INVALID)) {
      String v6 = INVALID + "-v6";
      draft.chain(INVALID, "packets that connection tracking calls invalid");
      draft.chain(v6, "packets that connection tracking calls invalid, IPv6");
      draft.rule(
          INVALID, new Meta(R0, Meta.NFPROTO), Loads.equal(R0, NFPROTO_IPV6), Loads.goTo(v6));
      neighbourDiscovery(v6);
      for (Family family : Family.values()) {
        String chain = family == Family.V4 ? INVALID : v6;
        failsafes(family).before(chain);
        outcomes.tell(chain, DeniedPrefix.INVALID);
        decide(chain, Decision.Reason.INVALID, Verdict.DROP);
      }
    }
    return INVALID;
  }

  private Failsafes failsafes(Family family) {
    return new Failsafes(draft, outcomes, settings, family);
  }

  private void family(String chain, String prefix, Family family, EffectivePolicy policy) {
    Scope scope = new Scope(draft, outcomes, bounds, family, prefix, true);
    StagedProgram.lower(scope, policy, chain, failsafes(family));
  }

  private void neighbourDiscovery(String chain) {
    MapDraft types =
        draft.map(
            NftSet.verdictMap(NEIGHBOUR_MAP, 0, NftDataType.ICMPV6_TYPE, 1)
                .withUserData(Comments.ofSet("neighbour and listener discovery, never policed")));
    if (!draft.hasChain(NEIGHBOUR_MAP)) {
      for (int type : NEIGHBOUR_TYPES) {
        types.put(Bytes.ofU8(type), Verdict.goTo(NEIGHBOUR_MAP));
      }
      draft.chain(NEIGHBOUR_MAP, "neighbour and listener discovery, never policed");
      decide(NEIGHBOUR_MAP, Decision.Reason.NEIGHBOUR_DISCOVERY, Verdict.ACCEPT);
    }
    draft.rule(
        chain,
        Loads.protocol(R0),
        Loads.equal(R0, IPPROTO_ICMPV6),
        Loads.icmpType(R0),
        Lookup.verdict(NEIGHBOUR_MAP, R0));
  }

  private void decide(
      String chain, Decision.Reason reason, Verdict verdict, Expression... matching) {
    draft.outcome(reason, Optional.empty(), outcomes.decide(chain, verdict, matching));
  }

  private static Expression[] states(int states) {
    return new Expression[] {
      Ct.state(R0),
      Bitwise.and(R0, Bytes.ofHostU32(states)),
      new Cmp(R0, Cmp.Op.NEQ, Bytes.zero(WORD))
    };
  }
}
