package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.R0;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.layout.Choice;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetUserData;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.LinkName;
import io.portcullis.policy.effective.NodePolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The table: one base chain just before DNAT, and the map that sends each interface to its
 * endpoint's chains. Interfaces that are no host endpoint leave after that one lookup.
 */
public final class NodeLowering {

  /** The table's name, in family inet. */
  public static final String TABLE = "portcullis";

  /** The one base chain's name. */
  public static final String BASE_CHAIN = "prerouting";

  /** After connection tracking (-200), just before DNAT ({@code NF_IP_PRI_NAT_DST}, -100). */
  public static final int PRIORITY = -101;

  /** Up to so many interfaces are compared one after the other, cheaper than a hash of 16 bytes. */
  private static final int FEW_INTERFACES = 2;

  private static final String ENDPOINTS = "endpoints";
  private static final String LOOPBACK = "lo";

  private final NodePolicy node;
  private final RulesetDraft draft = new RulesetDraft();
  private final OutcomeChains outcomes;
  private final EndpointClass endpointClass;
  private final boolean establishedFirst;
  private final Map<EffectivePolicy, String> classes = new LinkedHashMap<>();

  private NodeLowering(NodePolicy node, StageBounds bounds) {
    this.node = node;
    this.outcomes = new OutcomeChains(draft, node.settings());
    this.establishedFirst = isEachAlone(node);
    this.endpointClass =
        new EndpointClass(draft, outcomes, node.settings(), bounds, establishedFirst);
  }

  /** Compiles what is to be enforced on a node. The same input gives the same ruleset. */
  public static CompiledPolicy lower(NodePolicy node, StageBounds bounds) {
    return blueprint(node, bounds).compiled();
  }

  /** The same, with what is to be known to make it again with other sources. */
  public static Blueprint blueprint(NodePolicy node, StageBounds bounds) {
    NodeLowering lowering = new NodeLowering(node, bounds);
    lowering.lower();
    Inlining inlining = new Inlining(lowering.outcomes, lowering.draft.maps());
    Ruleset ruleset =
        lowering.draft.build(TABLE, "pre-DNAT policy of node " + node.node(), inlining);
    CompiledPolicy compiled =
        new CompiledPolicy(
            node,
            ruleset,
            lowering.draft.outcomes(),
            lowering.draft.logs(),
            lowering.draft.stages(),
            inlining.onElements());
    return new Blueprint(compiled, lowering.draft.sources(), inlining);
  }

  /** What was chosen on the way, in the order of the chains. */
  public static List<Choice> layout(NodePolicy node, StageBounds bounds) {
    NodeLowering lowering = new NodeLowering(node, bounds);
    lowering.lower();
    List<Choice> choices = new ArrayList<>(lowering.draft.choices());
    choices.add(new Inlining(lowering.outcomes, lowering.draft.maps()).choice());
    return choices;
  }

  private void lower() {
    BaseHook hook =
        new BaseHook(
            "filter",
            BaseHook.PRE_ROUTING,
            PRIORITY,
            BaseHook.ChainPolicy.ACCEPT,
            Optional.empty());
    draft.chain(NftChain.base(BASE_CHAIN, hook, Comments.of("pre-DNAT policy, before any DNAT")));
    Map<String, Verdict> interfaces = new LinkedHashMap<>();
    node.interfaces().forEach((name, binding) -> interfaces.put(name, target(binding)));
    Optional<EndpointBinding> wildcard = node.wildcard().filter(b -> !b.policy().isEmpty());
    if (wildcard.isPresent() && node.settings().loopback() == DataplaneSettings.Loopback.EXEMPT) {
      interfaces.putIfAbsent(LOOPBACK, Verdict.ACCEPT);
    }
    if (establishedFirst) {
      // Before the interface, which costs more to ask for; on others they would continue as well.
      endpointClass.established(BASE_CHAIN);
    }
    if (interfaces.size() <= FEW_INTERFACES) {
      interfaces.forEach(
          (name, verdict) ->
              draft.rule(
                  BASE_CHAIN,
                  new Meta(R0, Meta.IIFNAME),
                  Loads.equal(R0, Bytes.of(LinkName.key(name))),
                  Loads.verdict(verdict)));
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
    wildcard.ifPresent(
        binding ->
            draft.rule(
                BASE_CHAIN,
                "endpoint " + binding.endpoint() + " for all other interfaces",
                Loads.verdict(target(binding))));
  }

  /**
   * True if no two endpoints share a policy. Where they do, their state is asked for behind the
   * interface, so that what is proven of one holds for the other without being gone over.
   */
  private static boolean isEachAlone(NodePolicy node) {
    List<EffectivePolicy> policies =
        Stream.concat(node.interfaces().values().stream(), node.wildcard().stream())
            .map(EndpointBinding::policy)
            .filter(policy -> !policy.isEmpty())
            .toList();
    return !policies.isEmpty() && policies.stream().distinct().count() == policies.size();
  }

  private Verdict target(EndpointBinding binding) {
    EffectivePolicy policy = binding.policy();
    if (policy.isEmpty()) {
      // It shadows the wildcard all the same (decision D5).
      return Verdict.ACCEPT;
    }
    String name = classes.get(policy);
    if (name == null) {
      name = "endpoint-" + (classes.size() + 1);
      classes.put(policy, name);
      endpointClass.lower(name, "endpoint " + binding.endpoint(), policy);
    }
    return Verdict.goTo(name);
  }
}
