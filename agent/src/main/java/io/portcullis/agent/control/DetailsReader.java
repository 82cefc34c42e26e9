package io.portcullis.agent.control;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.HostLinks;
import io.portcullis.agent.host.HookList;
import io.portcullis.agent.host.HostFacts;
import io.portcullis.agent.host.HostReader;
import io.portcullis.agent.host.Neighbours;
import io.portcullis.agent.state.Enforced;
import io.portcullis.api.v1.Details;
import io.portcullis.api.v1.Endpoint;
import io.portcullis.api.v1.Hook;
import io.portcullis.api.v1.Remark;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.resolve.HostLink;
import io.portcullis.policy.resource.HostEndpoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The node around the policy that is enforced, looked at in the calling thread's namespace. */
final class DetailsReader {

  private static final int ENDPOINTS = 256;

  private DetailsReader() {}

  static Details read(Node node) {
    Details.Builder details =
        Details.newBuilder()
            .setDataplane("nftables")
            .setKernel(System.getProperty("os.version", ""));
    try (NfTables kernel = NfTables.open()) {
      details.setGeneration(kernel.generation());
      HostFacts facts = HostReader.read();
      HookList.of(facts).forEach(hook -> details.addHooks(message(hook)));
      Neighbours.of(facts).forEach(remark -> details.addRemarks(message(remark)));
    } catch (AgentException | NftException e) {
      // A status that cannot tell all is better than none.
      details.addRemarks(
          Remark.newBuilder()
              .setLevel("warning")
              .setSubject("kernel")
              .setWhat("cannot be looked at: " + e.getMessage())
              .setAdvice("portcullis doctor may tell more"));
    }
    node.store().held().ifPresent(held -> endpoints(held, node.name(), details));
    return details.build();
  }

  private static void endpoints(Enforced held, String node, Details.Builder details) {
    Set<String> links = HostLinks.read().stream().map(HostLink::name).collect(Collectors.toSet());
    NodePolicy policy = held.desired().compiled().policy();
    List<Endpoint> all = new ArrayList<>();
    Set<String> bound = new HashSet<>();
    policy
        .interfaces()
        .forEach(
            (link, binding) -> {
              bound.add(binding.endpoint());
              all.add(message(link, links.contains(link), binding));
            });
    policy
        .wildcard()
        .ifPresent(
            binding -> {
              bound.add(binding.endpoint());
              all.add(message(HostEndpoint.WILDCARD, true, binding));
            });
    held.desired().resolved().resources().hostEndpoints().stream()
        .filter(each -> each.node().equals(node) && !bound.contains(each.meta().name()))
        .forEach(each -> all.add(Endpoint.newBuilder().setName(each.meta().name()).build()));
    details.addAllEndpoints(all.subList(0, Math.min(all.size(), ENDPOINTS)));
  }

  private static Endpoint message(String link, boolean present, EndpointBinding binding) {
    List<EffectiveRule> rules =
        binding.policy().tiers().stream().flatMap(tier -> tier.rules().stream()).toList();
    return Endpoint.newBuilder()
        .setName(binding.endpoint())
        .setLink(link)
        .setPresent(present)
        .setRules(rules.size())
        .setPolicies((int) rules.stream().map(rule -> rule.id().policy()).distinct().count())
        .build();
  }

  private static Hook message(HookList.Hook hook) {
    return Hook.newBuilder()
        .setTable(hook.table())
        .setChain(hook.chain())
        .setType(hook.type())
        .setIngress(hook.ingress())
        .setPriority(hook.priority())
        .setDrops(hook.drops())
        .setOurs(hook.ours())
        .build();
  }

  private static Remark message(io.portcullis.agent.host.Remark remark) {
    return Remark.newBuilder()
        .setLevel(remark.level().name().toLowerCase(Locale.ROOT))
        .setSubject(remark.subject())
        .setWhat(remark.what())
        .setMeaning(remark.meaning())
        .setAdvice(remark.advice())
        .build();
  }
}
