package io.portcullis.policy.load;

import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.resource.GlobalNetworkPolicy;
import io.portcullis.policy.resource.HostEndpoint;
import io.portcullis.policy.resource.NetworkSet;
import io.portcullis.policy.resource.ObjectMeta;
import io.portcullis.policy.resource.Profile;
import io.portcullis.policy.resource.Resources;
import io.portcullis.policy.resource.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Text to resources: all valid, or none. */
public final class PolicyLoader {

  private static final Set<String> API_VERSIONS =
      Set.of("projectcalico.org/v3", "crd.projectcalico.org/v1");
  private static final List<String> KINDS =
      List.of(
          "GlobalNetworkPolicy",
          "GlobalNetworkSet",
          "HostEndpoint",
          "NetworkPolicy",
          "NetworkSet",
          "Profile",
          "StagedGlobalNetworkPolicy",
          "StagedNetworkPolicy",
          "Tier");
  private static final int MAX_LIST_DEPTH = 2;

  private final Problems problems = new Problems();
  private final List<HostEndpoint> endpoints = new ArrayList<>();
  private final List<GlobalNetworkPolicy> policies = new ArrayList<>();
  private final List<NetworkSet> sets = new ArrayList<>();
  private final List<Tier> tiers = new ArrayList<>();
  private final List<Profile> profiles = new ArrayList<>();
  private final Map<String, SourcePosition> names = new HashMap<>();
  private final List<YamlScalar> tiersNamed = new ArrayList<>();

  private PolicyLoader() {}

  /**
   * Reads all sources.
   *
   * @throws InvalidPolicyException with everything that is wrong, in the order of the sources
   */
  public static Resources load(List<SourceText> sources) {
    return new PolicyLoader().read(sources);
  }

  private Resources read(List<SourceText> sources) {
    for (SourceText source : sources) {
      for (YamlObject object : YamlTexts.objects(source, problems, YamlTexts.Kind.RESOURCE)) {
        resource(object, 0);
      }
    }
    checkTiers();
    if (problems.count() > 0) {
      throw new InvalidPolicyException(inOrder(sources));
    }
    return new Resources(endpoints, policies, sets, tiers, profiles);
  }

  private List<Problem> inOrder(List<SourceText> sources) {
    List<String> order = sources.stream().map(SourceText::name).toList();
    List<Problem> sorted = new ArrayList<>(problems.list());
    sorted.sort(
        Comparator.comparingInt((Problem p) -> order.indexOf(p.position().source()))
            .thenComparingInt(p -> p.position().line())
            .thenComparingInt(p -> p.position().column()));
    return sorted;
  }

  private void resource(YamlObject object, int depth) {
    String version = object.text("apiVersion").orElse("");
    String kind = object.text("kind").orElse("");
    if (kind.endsWith("List") && object.has("items") && depth < MAX_LIST_DEPTH) {
      object.objects("items").forEach(item -> resource(item, depth + 1));
      object.ignore("metadata");
      object.done();
      return;
    }
    if (!API_VERSIONS.contains(version)) {
      object.problem(
          "apiVersion",
          version.isEmpty() ? "apiVersion is missing" : "\"" + version + "\" is not known here",
          "apiVersion: projectcalico.org/v3");
      return;
    }
    object.ignore("status");
    switch (kind) {
      case "HostEndpoint" ->
          endpoints.add(HostEndpointReader.read(object, subdomain(object, kind)));
      case "GlobalNetworkPolicy",
          "NetworkPolicy",
          "StagedGlobalNetworkPolicy",
          "StagedNetworkPolicy" ->
          policy(object, kind);
      case "GlobalNetworkSet" ->
          sets.add(SetReader.read(object, subdomain(object, kind), Optional.empty()));
      case "NetworkSet" -> sets.add(networkSet(object));
      case "Tier" -> tiers.add(TierReader.tier(object, tierName(object)));
      case "Profile" -> profiles.add(TierReader.profile(object, subdomain(object, kind)));
      default -> {
        object.problem(
            "kind",
            kind.isEmpty() ? "kind is missing" : "kind " + kind + " is not handled here",
            Nearest.of(kind, KINDS)
                .map(near -> "did you mean " + near + "?")
                .orElse("handled are " + String.join(", ", KINDS)));
        return;
      }
    }
    object.done();
  }

  private NetworkSet networkSet(YamlObject object) {
    String namespace = namespace(object);
    ObjectMeta meta =
        MetaReader.read(object, Names::isSubdomain, "lower case letters, digits, - and .");
    unique(object, "NetworkSet " + namespace + "/" + meta.name());
    return SetReader.read(object, meta, Optional.of(namespace));
  }

  private ObjectMeta subdomain(YamlObject object, String kind) {
    ObjectMeta meta =
        MetaReader.read(object, Names::isSubdomain, "lower case letters, digits, - and .");
    unique(object, kind + " " + meta.name());
    return meta;
  }

  private void policy(YamlObject object, String kind) {
    boolean namespaced = kind.endsWith("NetworkPolicy") && !kind.contains("Global");
    String namespace = namespaced ? namespace(object) + "/" : "";
    ObjectMeta meta =
        MetaReader.read(
            object,
            Names::isPolicyName,
            "lower case letters, digits and -, with at most one dot after a tier's name");
    unique(object, kind + " " + namespace + meta.name());
    PolicyReader reader = new PolicyReader(object, meta, kind);
    policies.add(reader.read());
    reader.tier().ifPresent(tiersNamed::add);
  }

  private static String namespace(YamlObject object) {
    return object.object("metadata").flatMap(meta -> meta.text("namespace")).orElse("default");
  }

  private ObjectMeta tierName(YamlObject object) {
    ObjectMeta meta =
        MetaReader.read(
            object, Names::isLabel, "at most 63 lower case letters, digits and -, without dots");
    unique(object, "Tier " + meta.name());
    return meta;
  }

  private void unique(YamlObject object, String what) {
    if (what.endsWith(" ") || what.endsWith("/")) {
      return; // without a name, which is a problem already
    }
    SourcePosition before = names.putIfAbsent(what, object.position());
    if (before != null) {
      object
          .object("metadata")
          .ifPresent(
              metadata ->
                  metadata.problem(
                      "name", what + " is defined twice", "the first is at " + before));
    }
  }

  private void checkTiers() {
    Set<String> known = new HashSet<>();
    Tier.FIXED.forEach(tier -> known.add(tier.meta().name()));
    tiers.forEach(tier -> known.add(tier.meta().name()));
    for (YamlScalar tier : tiersNamed) {
      if (!known.contains(tier.raw())) {
        tier.problem(
            "there is no tier " + tier.raw(),
            Nearest.of(tier.raw(), known)
                .map(near -> "did you mean " + near + "?")
                .orElse("define it: kind: Tier, metadata: {name: " + tier.raw() + "}"));
      }
    }
  }
}
