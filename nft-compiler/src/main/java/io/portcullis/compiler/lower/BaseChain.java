package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.R0;
import static io.portcullis.compiler.lower.NodeLowering.BASE_CHAIN;

import io.portcullis.compiler.model.StageBounds;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.SetUserData;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.LinkName;
import io.portcullis.policy.effective.NodePolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What all packets meet first: whether they are of a flow that is known, and which endpoint they
 * are for. All others leave after that. Where there is but one endpoint its rules follow here.
 */
final class BaseChain {

  /** Up to so many interfaces are compared one after the other, cheaper than a hash of 16 bytes. */
  private static final int FEW_INTERFACES = 2;

  private static final String ENDPOINTS = "endpoints";
  private static final String LOOPBACK = "lo";
  private static final String FLOWS = "flows";
  private static final String ENDPOINT = "endpoint-";

  private final NodePolicy node;
  private final RulesetDraft draft;
  private final EndpointClass endpointClass;
  private final boolean establishedFirst;
  private final boolean settlesInvalid;
  private final Map<EffectivePolicy, String> classes = new LinkedHashMap<>();

  /** Makes chains in {@code draft}. */
  BaseChain(RulesetDraft draft, OutcomeChains outcomes, NodePolicy node, StageBounds bounds) {
    this.node = node;
    this.draft = draft;
    this.establishedFirst = isEachAlone();
    DataplaneSettings settings = node.settings();
    this.settlesInvalid =
        establishedFirst
            && isFew()
            && settings.establishedFlows() == DataplaneSettings.EstablishedFlows.KEEP
            && settings.conntrackInvalid() == DataplaneSettings.ConntrackInvalid.DROP;
    this.endpointClass =
        new EndpointClass(draft, outcomes, settings, bounds, establishedFirst, settlesInvalid);
  }

  /** Makes the chain, and all that it leads to. */
  void lower() {
    BaseHook hook =
        new BaseHook(
            "filter",
            BaseHook.PRE_ROUTING,
            NodeLowering.PRIORITY,
            BaseHook.ChainPolicy.ACCEPT,
            Optional.empty());
    draft.chain(NftChain.base(BASE_CHAIN, hook, Comments.of("pre-DNAT policy, before any DNAT")));
    if (establishedFirst) {
      // Before the interface, which costs more to ask for; on others they would continue as well.
      flows();
    }
    Optional<EndpointBinding> only = only();
    if (only.isPresent()) {
      alone(only.get());
      return;
    }
    Map<String, Verdict> interfaces = new LinkedHashMap<>();
    node.interfaces().forEach((name, binding) -> interfaces.put(name, target(binding)));
    if (isLoopbackExempt()) {
      interfaces.putIfAbsent(LOOPBACK, Verdict.ACCEPT);
    }
    if (interfaces.size() <= FEW_INTERFACES) {
      interfaces.forEach(this::compare);
    } else {
      MapDraft map =
          draft.map(
              NftSet.verdictMap(ENDPOINTS, 0, NftDataType.IFNAME, LinkName.SIZE)
                  .withUserData(
                      // Without the order nft 1.0.6 prints each name as an empty one.
                      SetUserData.join(
                          List.of(
                              SetUserData.keyOrder(SetUserData.ByteOrdering.HOST),
                              Comments.ofSet("host endpoint by interface")))));
      interfaces.forEach((name, verdict) -> map.put(Bytes.of(LinkName.key(name)), verdict));
      draft.rule(BASE_CHAIN, new Meta(R0, Meta.IIFNAME), Lookup.verdict(ENDPOINTS, R0));
    }
    node.wildcard()
        .ifPresent(
            binding ->
                draft.rule(
                    BASE_CHAIN,
                    "endpoint " + binding.endpoint() + " for all other interfaces",
                    Loads.verdict(target(binding))));
  }

  private void compare(String name, Verdict verdict) {
    compare(BASE_CHAIN, name, Cmp.Op.EQ, verdict);
  }

  private void compare(String chain, String name, Cmp.Op op, Verdict verdict) {
    draft.rule(
        chain,
        new Meta(R0, Meta.IIFNAME),
        new Cmp(R0, op, Bytes.of(LinkName.key(name))),
        Loads.verdict(verdict));
  }

  private boolean isLoopbackExempt() {
    return node.wildcard().filter(b -> !b.policy().isEmpty()).isPresent()
        && node.settings().loopback() == DataplaneSettings.Loopback.EXEMPT;
  }

  /** The one endpoint that has a policy, if all interfaces can be told by comparing few names. */
  private Optional<EndpointBinding> only() {
    List<EndpointBinding> policed = policed();
    return policed.size() == 1 && isFew() ? Optional.of(policed.get(0)) : Optional.empty();
  }

  private boolean isFew() {
    boolean more = isLoopbackExempt() && !node.interfaces().containsKey(LOOPBACK);
    return node.interfaces().size() + (more ? 1 : 0) <= FEW_INTERFACES;
  }

  /** A single endpoint needs no chain: what is not for it leaves, and its rules follow. */
  private void alone(EndpointBinding binding) {
    boolean wildcard = node.wildcard().filter(binding::equals).isPresent();
    node.interfaces()
        .forEach(
            (name, of) -> {
              if (of.policy().isEmpty()) {
                compare(name, Verdict.ACCEPT);
              } else if (!wildcard) {
                compare(BASE_CHAIN, name, Cmp.Op.NEQ, Verdict.ACCEPT);
              }
            });
    if (wildcard && isLoopbackExempt() && !node.interfaces().containsKey(LOOPBACK)) {
      compare(LOOPBACK, Verdict.ACCEPT);
    }
    endpointClass.lower(
        BASE_CHAIN, ENDPOINT + 1, "endpoint " + binding.endpoint(), binding.policy());
  }

  /**
   * Lets established flows on. New packets, which pay most afterwards, are asked for their state
   * but once where few names tell whose invalid packets are to be dropped: those go the same way.
   */
  private void flows() {
    if (!settlesInvalid) {
      endpointClass.established(BASE_CHAIN);
      return;
    }
    draft.chain(FLOWS, "packets that are not the first of a flow");
    draft.rule(BASE_CHAIN, endpointClass.knownOrInvalid(FLOWS));
    endpointClass.established(FLOWS);
    Verdict invalid = Verdict.goTo(endpointClass.invalid());
    node.interfaces()
        .forEach(
            (name, binding) ->
                compare(
                    FLOWS, name, Cmp.Op.EQ, binding.policy().isEmpty() ? Verdict.ACCEPT : invalid));
    if (isLoopbackExempt() && !node.interfaces().containsKey(LOOPBACK)) {
      compare(FLOWS, LOOPBACK, Cmp.Op.EQ, Verdict.ACCEPT);
    }
    if (node.wildcard().filter(b -> !b.policy().isEmpty()).isPresent()) {
      draft.rule(FLOWS, Loads.verdict(invalid));
    }
  }

  /**
   * True if no two endpoints share a policy. Where they do, their state is asked for behind the
   * interface, so that what is proven of one holds for the other without being gone over.
   */
  private boolean isEachAlone() {
    List<EffectivePolicy> policies = policed().stream().map(EndpointBinding::policy).toList();
    return !policies.isEmpty() && policies.stream().distinct().count() == policies.size();
  }

  private List<EndpointBinding> policed() {
    return Stream.concat(node.interfaces().values().stream(), node.wildcard().stream())
        .filter(binding -> !binding.policy().isEmpty())
        .toList();
  }

  private Verdict target(EndpointBinding binding) {
    EffectivePolicy policy = binding.policy();
    if (policy.isEmpty()) {
      // It shadows the wildcard all the same (decision D5).
      return Verdict.ACCEPT;
    }
    String name = classes.get(policy);
    if (name == null) {
      name = ENDPOINT + (classes.size() + 1);
      classes.put(policy, name);
      String comment = "endpoint " + binding.endpoint();
      draft.chain(name, comment);
      endpointClass.lower(name, name, comment, policy);
    }
    return Verdict.goTo(name);
  }
}
