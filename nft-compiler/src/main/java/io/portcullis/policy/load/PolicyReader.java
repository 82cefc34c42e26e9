package io.portcullis.policy.load;

import io.portcullis.policy.resource.GlobalNetworkPolicy;
import io.portcullis.policy.resource.GlobalNetworkPolicy.Kind;
import io.portcullis.policy.resource.ObjectMeta;
import io.portcullis.policy.resource.Rule;
import io.portcullis.policy.resource.Tier;
import io.portcullis.policy.selector.Selector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads a GlobalNetworkPolicy, or a resource of one of the kinds like it. */
final class PolicyReader {

  private static final int MAX_RULES = 1024;
  private static final Set<String> STAGED_ACTIONS = Set.of("Set", "Delete", "Learn", "Ignore");

  private final YamlObject object;
  private final ObjectMeta meta;
  private final boolean global;
  private final boolean staged;
  private Optional<YamlScalar> tier = Optional.empty();

  PolicyReader(YamlObject object, ObjectMeta meta, String kind) {
    this.object = object;
    this.meta = meta;
    this.global = kind.contains("Global");
    this.staged = kind.startsWith("Staged");
  }

  /** The tier that it names, for a check when all tiers are known; empty before it is read. */
  Optional<YamlScalar> tier() {
    return tier;
  }

  GlobalNetworkPolicy read() {
    YamlObject spec = object.object("spec").orElse(object);
    if (spec == object) {
      object.missing("spec", "give it a selector and rules");
      return new GlobalNetworkPolicy(
          meta, Tier.DEFAULT, OptionalDouble.empty(), Selector.ALL, List.of(), Kind.NORMAL);
    }
    tier = spec.scalar("tier").filter(scalar -> !scalar.raw().isEmpty());
    OptionalDouble order = Values.order(spec);
    Selector selector = spec.scalar("selector").flatMap(Values::selector).orElse(Selector.ALL);
    boolean byCluster = clusterSelector(spec, "serviceAccountSelector");
    List<Rule> ingress = rules(spec, "ingress");
    List<Rule> egress = rules(spec, "egress");
    Set<String> types = types(spec);
    performanceHints(spec);
    if (staged) {
      stagedAction(spec);
    }
    Kind kind = Kind.NAMESPACED;
    if (global) {
      byCluster |= clusterSelector(spec, "namespaceSelector");
      kind = flags(spec, !egress.isEmpty(), types);
    }
    spec.done();
    // Such a selector is turned into labels that only pods have, so it selects no host endpoint.
    Selector effective = byCluster ? new Selector.Not(Selector.ALL) : selector;
    return new GlobalNetworkPolicy(
        meta,
        tier.map(YamlScalar::raw).orElse(Tier.DEFAULT),
        order,
        effective,
        ingress,
        staged ? Kind.STAGED : kind);
  }

  private static Kind flags(YamlObject spec, boolean egress, Set<String> types) {
    boolean untracked = spec.flag("doNotTrack");
    boolean preDnat = spec.flag("preDNAT");
    boolean forward = spec.flag("applyOnForward");
    if (preDnat) {
      checkPreDnat(spec, untracked, egress, types);
    }
    if ((preDnat || untracked) && !forward) {
      spec.problem(
          Problem.Kind.PRE_DNAT,
          "applyOnForward",
          (preDnat ? "preDNAT" : "doNotTrack") + " policy must have applyOnForward: true",
          "add applyOnForward: true");
    }
    return untracked ? Kind.UNTRACKED : preDnat ? Kind.PRE_DNAT : Kind.NORMAL;
  }

  /** Semantics 1.7: with Delete, nothing else but the tier may be given. */
  private static void stagedAction(YamlObject spec) {
    String action = spec.text("stagedAction").orElse("Set");
    if (!STAGED_ACTIONS.contains(action)) {
      spec.problem(
          "stagedAction", "\"" + action + "\" is no action", "Set, Delete, Learn or Ignore");
    } else if (action.equals("Delete")
        && (spec.has("order")
            || spec.has("selector")
            || spec.hasItems("ingress")
            || spec.hasItems("egress")
            || spec.hasItems("types"))) {
      spec.problem(
          "stagedAction",
          "a policy staged for deletion says nothing else but its tier",
          "remove the other fields");
    }
  }

  private static boolean clusterSelector(YamlObject spec, String field) {
    Optional<YamlScalar> scalar = spec.scalar(field).filter(s -> !s.raw().isBlank());
    scalar.ifPresent(
        s -> {
          Optional<Selector> unused = Values.selector(s);
        });
    return scalar.isPresent();
  }

  private static void checkPreDnat(
      YamlObject spec, boolean untracked, boolean egress, Set<String> types) {
    if (untracked) {
      spec.problem(
          Problem.Kind.PRE_DNAT,
          "preDNAT",
          "preDNAT and doNotTrack exclude each other",
          "keep one of the two");
    }
    if (egress) {
      spec.problem(
          Problem.Kind.PRE_DNAT,
          "egress",
          "preDNAT policy cannot have egress rules",
          "put them in a policy of their own");
    }
    if (types.contains("Egress")) {
      spec.problem(
          Problem.Kind.PRE_DNAT,
          "types",
          "preDNAT policy cannot have type Egress",
          "types: [Ingress]");
    }
  }

  private static List<Rule> rules(YamlObject spec, String field) {
    List<YamlObject> objects = spec.objects(field);
    if (objects.size() > MAX_RULES) {
      spec.problem(
          field, objects.size() + " rules are more than " + MAX_RULES, "split the policy in two");
    }
    List<Rule> rules = new ArrayList<>();
    for (YamlObject object : objects) {
      rules.add(RuleReader.read(object));
      if (field.equals("egress") && object.has("http")) {
        object.problem("http", "http is not allowed in egress rules", "remove it");
      }
    }
    return rules;
  }

  private static Set<String> types(YamlObject spec) {
    Set<String> types = new HashSet<>();
    if (spec.has("types") && !spec.hasItems("types")) {
      spec.problem("types", "types is empty", "leave it out, or write [Ingress]");
    }
    for (YamlScalar type : spec.scalars("types")) {
      if (!type.raw().equals("Ingress") && !type.raw().equals("Egress")) {
        type.problem("\"" + type.raw() + "\" is no type", "Ingress or Egress");
      } else if (!types.add(type.raw())) {
        type.problem("type " + type.raw() + " is given twice", "remove one");
      }
    }
    return types;
  }

  private static void performanceHints(YamlObject spec) {
    Set<String> hints = new HashSet<>();
    for (YamlScalar hint : spec.scalars("performanceHints")) {
      if (!hint.raw().equals("AssumeNeededOnEveryNode")) {
        hint.problem("\"" + hint.raw() + "\" is no hint", "AssumeNeededOnEveryNode");
      } else if (!hints.add(hint.raw())) {
        hint.problem("this hint is given twice", "remove one");
      }
    }
  }
}
