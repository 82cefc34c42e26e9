package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.R0;
import static io.portcullis.compiler.lower.Loads.WORD;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Fib;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.Failsafe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What failsafes of one family take to pass.
 *
 * <p>Two ways in. Before anything else, by a map of their own that jumps, so that what does not
 * pass comes back. Or, where policy starts with a map of services, by elements of that map, whose
 * chain goes on to what policy says of the service: other packets do not pay for failsafes then.
 */
final class Failsafes {

  /**
   * Where no failsafe is above so many ports, packets to others are told by a comparison, and do
   * not pay for a lookup: those to NodePorts, which are what most packets are for here.
   */
  private static final int WIDEST = 1 << 14;

  private final RulesetDraft draft;
  private final OutcomeChains outcomes;
  private final DataplaneSettings settings;
  private final Family family;
  private final Map<Integer, List<Failsafe>> byService = new LinkedHashMap<>();

  Failsafes(RulesetDraft draft, OutcomeChains outcomes, DataplaneSettings settings, Family family) {
    this.draft = draft;
    this.outcomes = outcomes;
    this.settings = settings;
    this.family = family;
    for (Failsafe failsafe : settings.failsafes()) {
      if (failsafe.net().map(net -> net.family() == family).orElse(true)) {
        byService
            .computeIfAbsent(failsafe.protocol() << 16 | failsafe.port(), key -> new ArrayList<>())
            .add(failsafe);
      }
    }
  }

  /** Appends a lookup of a map that jumps to what each failsafe takes to pass. */
  void before(String chain) {
    if (!byService.isEmpty()) {
      lookUp(chain, map());
    }
  }

  /** The same where most packets are to ports above those of all failsafes. */
  void beforeHighPorts(String chain) {
    if (byService.isEmpty() || width() > WIDEST) {
      before(chain);
      return;
    }
    String ports = "failsafe-ports-" + suffix();
    if (!draft.hasChain(ports)) {
      draft.chain(ports, "packets to ports as low as those of failsafes");
      lookUp(ports, map());
    }
    // Both ports, since the kernel is quick with masks of four bytes alone (nft_bitwise_fast_ops).
    draft.rule(
        chain,
        Loads.ports(R0),
        Bitwise.and(R0, Bytes.ofU32(0xffff & -width())),
        Loads.equal(R0, Bytes.zero(WORD)),
        Loads.verdict(Verdict.jump(ports)));
  }

  private String suffix() {
    return family == Family.V4 ? "v4" : "v6";
  }

  private String map() {
    String name = "failsafes-" + suffix();
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
            map.put(key, Verdict.jump(any(list) ? name : restricted(name, service, list)));
          });
    }
    return name;
  }

  private void lookUp(String chain, String map) {
    draft.rule(
        chain, Loads.protocol(R0), Loads.destinationPort(R0.plus(WORD)), Lookup.verdict(map, R0));
  }

  /** The power of two that is above all ports. */
  private int width() {
    int highest = byService.keySet().stream().mapToInt(s -> s & 0xffff).max().orElse(0);
    return Math.max(1, 2 * Integer.highestOneBit(highest));
  }

  /**
   * The services that are failsafes, each as {@code protocol << 16 | port}, with the way to what it
   * takes to pass, from there on to where policy would have sent the service.
   *
   * @param prefix of the names of chains that are made
   */
  Map<Integer, UnaryOperator<Verdict>> instead(String prefix) {
    Map<Integer, UnaryOperator<Verdict>> out = new LinkedHashMap<>();
    Map<Verdict, String> shared = new LinkedHashMap<>();
    byService.forEach((service, list) -> out.put(service, v -> way(prefix, shared, service, v)));
    return Collections.unmodifiableMap(out);
  }

  private Verdict way(String prefix, Map<Verdict, String> shared, int service, Verdict afterwards) {
    List<Failsafe> list = byService.getOrDefault(service, List.of());
    if (!any(list)) {
      String chain = restricted(prefix + "-failsafe", service, list);
      draft.rule(chain, Loads.verdict(afterwards));
      return Verdict.goTo(chain);
    }
    String known = shared.get(afterwards);
    if (known == null) {
      known = prefix + "-failsafes-" + (shared.size() + 1);
      shared.put(afterwards, known);
      draft.chain(known, "failsafes from any source, else policy");
      pass(known);
      if (local()) {
        draft.rule(known, Loads.verdict(afterwards));
      }
    }
    return Verdict.goTo(known);
  }

  private static boolean any(List<Failsafe> list) {
    return list.stream().anyMatch(failsafe -> failsafe.net().isEmpty());
  }

  private String restricted(String name, int service, List<Failsafe> list) {
    String chain = name + "-" + (service >>> 16) + "-" + (service & 0xffff);
    draft.chain(chain, "failsafe from some sources");
    for (Failsafe failsafe : list) {
      Prefix net = failsafe.net().orElseThrow();
      pass(
          chain,
          Loads.source(family, R0),
          Loads.masked(family, R0, net.length()),
          Loads.equal(R0, Loads.address(net)));
    }
    return chain;
  }

  private boolean local() {
    return settings.failsafeScope() == DataplaneSettings.FailsafeScope.LOCAL;
  }

  /** The routing table is asked last: it costs most (decision D4). */
  private void pass(String chain, Expression... matching) {
    List<Expression> all = new ArrayList<>(List.of(matching));
    if (local()) {
      all.add(Fib.destinationType(R0));
      all.add(Loads.equal(R0, Bytes.ofHostU32(Fib.RTN_LOCAL)));
    }
    draft.outcome(
        Decision.Reason.FAILSAFE,
        Optional.empty(),
        outcomes.decide(chain, Verdict.ACCEPT, all.toArray(Expression[]::new)));
  }
}
