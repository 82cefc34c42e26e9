package io.portcullis.policy.load;

import io.portcullis.policy.resource.GlobalNetworkPolicy;
import io.portcullis.policy.resource.HostEndpoint;
import io.portcullis.policy.resource.NetworkSet;
import io.portcullis.policy.resource.ObjectMeta;
import io.portcullis.policy.resource.Profile;
import io.portcullis.policy.resource.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the resources of a document, each by itself. */
final class DocumentReader {

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
  private final List<Document.Named> names = new ArrayList<>();
  private final List<Document.TierNamed> tiersNamed = new ArrayList<>();

  private DocumentReader() {}

  /** As {@link #read(Chunk, LoadBounds)}, for those who read their own files. */
  static Document read(Chunk chunk) {
    return read(chunk, LoadBounds.DEFAULT);
  }

  /** What a piece of text holds; what is wrong with it is part of that. */
  static Document read(Chunk chunk, LoadBounds bounds) {
    DocumentReader reader = new DocumentReader();
    for (YamlObject object :
        YamlTexts.objects(chunk, reader.problems, YamlTexts.Kind.RESOURCE, bounds)) {
      reader.resource(object, 0);
    }
    return new Document(
        chunk,
        reader.endpoints,
        reader.policies,
        reader.sets,
        reader.tiers,
        reader.profiles,
        reader.names,
        reader.tiersNamed,
        reader.problems.list());
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
    named(object, "NetworkSet " + namespace + "/" + meta.name());
    return SetReader.read(object, meta, Optional.of(namespace));
  }

  private ObjectMeta subdomain(YamlObject object, String kind) {
    ObjectMeta meta =
        MetaReader.read(object, Names::isSubdomain, "lower case letters, digits, - and .");
    named(object, kind + " " + meta.name());
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
    named(object, kind + " " + namespace + meta.name());
    PolicyReader reader = new PolicyReader(object, meta, kind);
    policies.add(reader.read());
    reader
        .tier()
        .ifPresent(
            tier ->
                tiersNamed.add(
                    new Document.TierNamed(
                        tier.raw(), new FieldPlace(tier.position(), tier.path()))));
  }

  private static String namespace(YamlObject object) {
    return object.object("metadata").flatMap(meta -> meta.text("namespace")).orElse("default");
  }

  private ObjectMeta tierName(YamlObject object) {
    ObjectMeta meta =
        MetaReader.read(
            object, Names::isLabel, "at most 63 lower case letters, digits and -, without dots");
    named(object, "Tier " + meta.name());
    return meta;
  }

  private void named(YamlObject object, String what) {
    if (what.endsWith(" ") || what.endsWith("/")) {
      return; // without a name, which is a problem already
    }
    object
        .object("metadata")
        .ifPresent(
            metadata ->
                names.add(new Document.Named(what, object.position(), metadata.place("name"))));
  }
}
