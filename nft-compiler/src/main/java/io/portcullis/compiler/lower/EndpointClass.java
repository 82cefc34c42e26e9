package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.R0;
import static io.portcullis.compiler.lower.Loads.WORD;

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
import io.portcullis.netlink.nftables.expr.Fib;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.Failsafe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private final RulesetDraft draft;
  private final OutcomeChains outcomes;
  private final DataplaneSettings settings;
  private final StageBounds bounds;

  EndpointClass(
      RulesetDraft draft, OutcomeChains outcomes, DataplaneSettings settings, StageBounds bounds) {
    this.bounds = bounds;
    this.draft = draft;
    this.outcomes = outcomes;
    this.settings = settings;
  }

  /** Makes the chain {@code name} and all behind it. */
  void lower(String name, String comment, EffectivePolicy policy) {
    String v6 = name + "-v6";
    draft.chain(name, comment);
    draft.chain(v6, comment + ", IPv6");
    established(name);
    draft.rule(name, new Meta(R0, Meta.NFPROTO), Loads.equal(R0, NFPROTO_IPV6), Loads.goTo(v6));
    neighbourDiscovery(v6);
    family(name, name + "-v4", Family.V4, policy);
    family(v6, v6, Family.V6, policy);
  }

  /** Policing established flows leaves those of replies and helpers alone, see decision 0014. */
  private void established(String chain) {
    if (settings.establishedFlows() == DataplaneSettings.EstablishedFlows.KEEP) {
      continues(chain, states(Ct.STATE_ESTABLISHED | Ct.STATE_RELATED));
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

  private void family(String chain, String prefix, Family family, EffectivePolicy policy) {
    Scope scope = new Scope(draft, outcomes, family, prefix, true);
    failsafes(chain, scope);
    if (settings.conntrackInvalid() == DataplaneSettings.ConntrackInvalid.DROP) {
      decide(chain, Decision.Reason.INVALID, Verdict.DROP, states(Ct.STATE_INVALID));
    }
    StagedProgram.lower(scope, policy, chain, bounds);
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

  /** One map from service to what it takes to pass; what does not pass comes back for policy. */
  private void failsafes(String chain, Scope scope) {
    Map<Integer, List<Failsafe>> byService = new LinkedHashMap<>();
    for (Failsafe failsafe : settings.failsafes()) {
      if (failsafe.net().map(net -> net.family() == scope.family()).orElse(true)) {
        byService
            .computeIfAbsent(failsafe.protocol() << 16 | failsafe.port(), key -> new ArrayList<>())
            .add(failsafe);
      }
    }
    if (byService.isEmpty()) {
      return;
    }
    String name = "failsafes-" + (scope.family() == Family.V4 ? "v4" : "v6");
    MapDraft map =
        draft.map(
            NftSet.verdictMap(
                    name,
                    0,
                    NftDataType.concat(NftDataType.INET_PROTO, NftDataType.INET_SERVICE),
                    2 * WORD)
                .withUserData(Comments.ofSet("ports that policy cannot close")));
    if (!draft.hasChain(name)) {
      draft.chain(name, "failsafes from any source");
      pass(name);
      byService.forEach(
          (service, list) -> {
            Bytes key = Bytes.of(Loads.serviceKey(service >>> 16, service & 0xffff, 2 * WORD));
            boolean any = list.stream().anyMatch(failsafe -> failsafe.net().isEmpty());
            map.put(key, Verdict.jump(any ? name : restricted(name, service, list, scope)));
          });
    }
    draft.rule(
        chain, Loads.protocol(R0), Loads.destinationPort(R0.plus(WORD)), Lookup.verdict(name, R0));
  }

  private String restricted(String name, int service, List<Failsafe> list, Scope scope) {
    String chain = name + "-" + (service >>> 16) + "-" + (service & 0xffff);
    draft.chain(chain, "failsafe from some sources");
    for (Failsafe failsafe : list) {
      Prefix net = failsafe.net().orElseThrow();
      pass(
          chain,
          Loads.source(scope.family(), R0),
          Loads.masked(scope.family(), R0, net.length()),
          Loads.equal(R0, Loads.address(net)));
    }
    return chain;
  }

  /** The routing table is asked last: it costs most (decision D4). */
  private void pass(String chain, Expression... matching) {
    List<Expression> all = new ArrayList<>(List.of(matching));
    if (settings.failsafeScope() == DataplaneSettings.FailsafeScope.LOCAL) {
      all.add(Fib.destinationType(R0));
      all.add(Loads.equal(R0, Bytes.ofHostU32(Fib.RTN_LOCAL)));
    }
    decide(chain, Decision.Reason.FAILSAFE, Verdict.ACCEPT, all.toArray(Expression[]::new));
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
