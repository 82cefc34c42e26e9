package io.portcullis.policy.load;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.resource.EntityRule;
import io.portcullis.policy.resource.EntityRule.Namespaces;
import io.portcullis.policy.resource.EntityRule.PortMatch;
import io.portcullis.policy.selector.Selector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a rule's source or destination. */
final class EntityReader {

  private static final int MAX_NETS = 256;
  private static final int MAX_PORTS = 50;

  private EntityReader() {}

  static EntityRule read(YamlObject rule, String side) {
    Optional<YamlObject> object = rule.object(side);
    return object.map(EntityReader::read).orElse(EntityRule.ANY);
  }

  private static EntityRule read(YamlObject entity) {
    List<Prefix> nets = nets(entity, "nets");
    List<Prefix> notNets = nets(entity, "notNets");
    Optional<Selector> selector = selector(entity, "selector");
    Optional<Selector> notSelector = selector(entity, "notSelector");
    Optional<Namespaces> namespaces =
        entity.scalar("namespaceSelector").flatMap(EntityReader::namespaces);
    List<PortMatch> ports = ports(entity, "ports");
    List<PortMatch> notPorts = ports(entity, "notPorts");
    needsCluster(entity, "serviceAccounts", "pods and their service accounts");
    needsCluster(entity, "services", "services and their endpoints");
    entity.done();
    return new EntityRule(nets, notNets, selector, notSelector, namespaces, ports, notPorts);
  }

  private static Optional<Selector> selector(YamlObject entity, String field) {
    return entity.scalar(field).filter(s -> !s.raw().isEmpty()).flatMap(Values::selector);
  }

  private static void needsCluster(YamlObject entity, String field, String what) {
    if (entity.has(field)) {
      entity.problem(
          field,
          field + " cannot be resolved here: no source that knows " + what + " is configured",
          "use nets, or a selector of network sets or host endpoints");
    }
  }

  private static Optional<Namespaces> namespaces(YamlScalar scalar) {
    String text = scalar.raw().strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.equals("global()")) {
      return Optional.of(Namespaces.GLOBAL);
    }
    if (text.equals("all()")) {
      return Optional.of(Namespaces.NAMESPACED);
    }
    scalar.problem(
        text.contains("global(")
            ? "global() cannot be combined with anything"
            : "namespaces cannot be resolved here: no source that knows them is configured",
        "global() or all()");
    return Optional.empty();
  }

  private static List<Prefix> nets(YamlObject entity, String field) {
    List<Prefix> nets = new ArrayList<>();
    Set<Prefix> seen = new HashSet<>();
    List<YamlScalar> scalars = entity.scalars(field);
    if (scalars.size() > MAX_NETS) {
      entity.problem(
          Problem.Kind.NET,
          field,
          scalars.size() + " nets are more than " + MAX_NETS,
          "put them in a GlobalNetworkSet and select that");
    }
    for (YamlScalar scalar : scalars) {
      Optional<Prefix> net = Values.strictNet(scalar);
      if (net.isPresent() && !seen.add(net.get())) {
        scalar.problem(Problem.Kind.NET, "\"" + scalar.raw() + "\" is given twice", "remove one");
      }
      if (net.isPresent() && net.get().length() == 0 && field.equals("notNets")) {
        scalar.problem(
            Problem.Kind.NET,
            net.get() + " in a negation matches nothing",
            "remove the rule, or name the nets that are meant");
      }
      net.ifPresent(nets::add);
    }
    return nets;
  }

  private static List<PortMatch> ports(YamlObject entity, String field) {
    List<PortMatch> ports = new ArrayList<>();
    List<YamlScalar> scalars = entity.scalars(field);
    if (scalars.size() > MAX_PORTS) {
      entity.problem(
          field, scalars.size() + " ports are more than " + MAX_PORTS, "use ranges, or more rules");
    }
    scalars.forEach(scalar -> Values.port(scalar).ifPresent(ports::add));
    return ports;
  }

  /** The families of all nets of a rule's side. */
  static Set<Family> families(EntityRule entity) {
    Set<Family> families = new HashSet<>();
    entity.nets().forEach(net -> families.add(net.family()));
    entity.notNets().forEach(net -> families.add(net.family()));
    return families;
  }
}
