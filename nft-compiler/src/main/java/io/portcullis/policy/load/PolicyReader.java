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

/** Reads a GlobalNetworkPolicy. */
final class PolicyReader {

  private static final int MAX_RULES = 1024;

  private PolicyReader() {}

  static GlobalNetworkPolicy read(YamlObject object, ObjectMeta meta) {
    YamlObject spec = object.object("spec").orElse(object);
    if (spec == object) {
      object.problem("spec", "spec is missing", "give it a selector and rules");
      return new GlobalNetworkPolicy(
          meta, Tier.DEFAULT, OptionalDouble.empty(), Selector.ALL, List.of(), Kind.NORMAL);
    }
    String tier = spec.text("tier").filter(text -> !text.isEmpty()).orElse(Tier.DEFAULT);
    OptionalDouble order = Values.order(spec);
    Selector selector = spec.scalar("selector").flatMap(Values::selector).orElse(Selector.ALL);
    boolean byNamespace = clusterSelector(spec, "namespaceSelector");
    boolean byServiceAccount = clusterSelector(spec, "serviceAccountSelector");
    List<Rule> ingress = rules(spec, "ingress");
    List<Rule> egress = rules(spec, "egress");
    boolean untracked = spec.flag("doNotTrack");
    boolean preDnat = spec.flag("preDNAT");
    boolean forward = spec.flag("applyOnForward");
    Set<String> types = types(spec);
    performanceHints(spec);
    if (preDnat) {
      checkPreDnat(spec, untracked, !egress.isEmpty(), types);
    }
    if ((preDnat || untracked) && !forward) {
      spec.problem(
          "applyOnForward",
          (preDnat ? "preDNAT" : "doNotTrack") + " policy must have applyOnForward: true",
          "add applyOnForward: true");
    }
    spec.done();
    Kind kind = untracked ? Kind.UNTRACKED : preDnat ? Kind.PRE_DNAT : Kind.NORMAL;
    // Such a selector is turned into labels that only pods have, so it selects no host endpoint.
    Selector effective =
        byNamespace || byServiceAccount ? new Selector.Not(Selector.ALL) : selector;
    return new GlobalNetworkPolicy(meta, tier, order, effective, ingress, kind);
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
      spec.problem("preDNAT", "preDNAT and doNotTrack exclude each other", "keep one of the two");
    }
    if (egress) {
      spec.problem(
          "egress", "preDNAT policy cannot have egress rules", "put them in a policy of their own");
    }
    if (types.contains("Egress")) {
      spec.problem("types", "preDNAT policy cannot have type Egress", "types: [Ingress]");
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
