package io.portcullis.policy.compare;

import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.resource.GlobalNetworkPolicy;
import io.portcullis.policy.resource.HostEndpoint;
import io.portcullis.policy.resource.NetworkSet;
import io.portcullis.policy.resource.ObjectMeta;
import io.portcullis.policy.resource.Profile;
import io.portcullis.policy.resource.Resources;
import io.portcullis.policy.resource.Rule;
import io.portcullis.policy.resource.Tier;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A resource without its place in a file.
 *
 * @param fields values by name; values of one field are of one type
 * @param rules of a policy, without their places
 */
record Described(
    Key key, SourcePosition position, Map<String, Object> fields, List<PlacedRule> rules) {

  private static final SourcePosition NOWHERE = SourcePosition.builtIn("");

  /** Which resource. */
  record Key(String kind, String name) {}

  /** A rule with its place beside it. */
  record PlacedRule(Rule rule, SourcePosition position) {}

  /** All resources, in the order of kinds and of files. */
  static Map<Key, Object> index(Resources resources) {
    Map<Key, Object> out = new LinkedHashMap<>();
    Map<Key, Integer> met = new HashMap<>();
    resources.tiers().forEach(tier -> add("Tier", tier.meta().name(), tier, met, out));
    resources
        .profiles()
        .forEach(profile -> add("Profile", profile.meta().name(), profile, met, out));
    resources
        .hostEndpoints()
        .forEach(endpoint -> add("HostEndpoint", endpoint.meta().name(), endpoint, met, out));
    resources.networkSets().forEach(set -> add(kind(set), name(set), set, met, out));
    resources
        .policies()
        .forEach(policy -> add(kind(policy), policy.meta().name(), policy, met, out));
    return out;
  }

  private static void add(
      String kind, String name, Object resource, Map<Key, Integer> met, Map<Key, Object> out) {
    // Kinds that are not enforced may come with one name from several namespaces.
    int number = met.merge(new Key(kind, name), 1, Integer::sum);
    out.put(new Key(kind, number == 1 ? name : name + " (" + number + ")"), resource);
  }

  /** One of {@link #index}. */
  static Described of(Object resource) {
    if (resource instanceof Tier tier) {
      return of(tier);
    } else if (resource instanceof Profile profile) {
      return of(profile);
    } else if (resource instanceof HostEndpoint endpoint) {
      return of(endpoint);
    } else if (resource instanceof NetworkSet set) {
      return of(set);
    }
    return of((GlobalNetworkPolicy) resource);
  }

  private static Described of(Tier tier) {
    return described("Tier", tier.meta(), Map.of("order", tier.order()));
  }

  private static Described of(Profile profile) {
    return described(
        "Profile", profile.meta(), Map.of("labelsToApply", new TreeMap<>(profile.labelsToApply())));
  }

  private static Described of(HostEndpoint endpoint) {
    return described(
        "HostEndpoint",
        endpoint.meta(),
        Map.of(
            "node", endpoint.node(),
            "interfaceName", endpoint.interfaceName(),
            "expectedIPs", new TreeSet<>(endpoint.expectedIps()),
            "profiles", endpoint.profiles(),
            "ports", endpoint.ports()));
  }

  private static String kind(NetworkSet set) {
    return set.namespace().isPresent() ? "NetworkSet" : "GlobalNetworkSet";
  }

  private static String name(NetworkSet set) {
    return set.namespace().map(of -> of + "/").orElse("") + set.meta().name();
  }

  private static Described of(NetworkSet set) {
    Described plain =
        described(kind(set), set.meta(), Map.of("nets", new TreeSet<Prefix>(set.nets())));
    return new Described(
        new Key(plain.key.kind, name(set)), plain.position, plain.fields, List.of());
  }

  private static String kind(GlobalNetworkPolicy policy) {
    return switch (policy.kind()) {
      case PRE_DNAT, UNTRACKED, NORMAL -> "GlobalNetworkPolicy";
      case NAMESPACED -> "NetworkPolicy";
      case STAGED -> "staged policy";
    };
  }

  private static Described of(GlobalNetworkPolicy policy) {
    Described plain =
        described(
            kind(policy),
            policy.meta(),
            Map.of(
                "tier", policy.tier(),
                "order", policy.order(),
                "selector", policy.selector().canonical(),
                "kind", policy.kind().text()));
    return new Described(
        plain.key,
        plain.position,
        plain.fields,
        policy.ingress().stream()
            .map(rule -> new PlacedRule(bare(rule), rule.position()))
            .toList());
  }

  private static Described described(String kind, ObjectMeta meta, Map<String, Object> fields) {
    Map<String, Object> all = new TreeMap<>(fields);
    all.put("labels", new TreeMap<>(meta.labels()));
    return new Described(new Key(kind, meta.name()), meta.position(), all, List.of());
  }

  private static Rule bare(Rule rule) {
    return new Rule(
        NOWHERE,
        rule.action(),
        rule.ipVersion(),
        rule.protocol(),
        rule.notProtocol(),
        rule.icmp(),
        rule.notIcmp(),
        rule.source(),
        rule.destination());
  }
}
