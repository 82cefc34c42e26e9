package io.portcullis.policy.load;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.resource.EntityRule;
import io.portcullis.policy.resource.EntityRule.PortMatch;
import io.portcullis.policy.resource.Rule;
import io.portcullis.policy.resource.Rule.Icmp;
import io.portcullis.policy.resource.Rule.Protocol;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Reads one rule ({@code validateRule} and {@code validateEntityRule} of Calico's validator). */
final class RuleReader {

  private static final Map<String, Action> ACTIONS =
      Map.of("Allow", Action.ALLOW, "Deny", Action.DENY, "Pass", Action.PASS, "Log", Action.LOG);

  private final YamlObject rule;

  private RuleReader(YamlObject rule) {
    this.rule = rule;
  }

  /** Reads an ingress or egress rule; what is wrong with it is a problem, and it is read on. */
  static Rule read(YamlObject rule) {
    return new RuleReader(rule).read();
  }

  private Rule read() {
    Action action = action();
    Optional<Family> ipVersion = ipVersion();
    Optional<Protocol> protocol = rule.scalar("protocol").flatMap(Values::protocol);
    Optional<Protocol> notProtocol = rule.scalar("notProtocol").flatMap(Values::protocol);
    Optional<Icmp> icmp = icmp("icmp");
    Optional<Icmp> notIcmp = icmp("notICMP");
    EntityRule source = EntityReader.read(rule, "source");
    EntityRule destination = EntityReader.read(rule, "destination");
    if (rule.has("http")) {
      rule.problem(
          "http",
          "http cannot be enforced before DNAT, and is not widened to all traffic",
          "remove http, or do this where requests are seen");
    }
    rule.object("metadata")
        .ifPresent(
            metadata -> {
              MetaReader.annotations(metadata);
              metadata.done();
            });
    checkIcmp(protocol);
    checkPorts(protocol, source, "source");
    checkPorts(protocol, destination, "destination");
    checkFamilies(ipVersion, source, destination);
    checkIcmpVersion(ipVersion, protocol, "protocol");
    checkIcmpVersion(ipVersion, notProtocol, "notProtocol");
    rule.done();
    return new Rule(
        rule.position(),
        action,
        ipVersion,
        protocol,
        notProtocol,
        icmp,
        notIcmp,
        source,
        destination);
  }

  private Action action() {
    Optional<String> text = rule.text("action");
    if (text.isEmpty()) {
      rule.problem("action", "a rule must have an action", "Allow, Deny, Pass or Log");
      return Action.DENY;
    }
    Action action = ACTIONS.get(text.get());
    if (action == null) {
      rule.problem(
          "action",
          "\"" + text.get() + "\" is no action",
          Nearest.of(text.get(), ACTIONS.keySet())
              .map(near -> "did you mean " + near + "?")
              .orElse("Allow, Deny, Pass or Log"));
      return Action.DENY;
    }
    return action;
  }

  private Optional<Family> ipVersion() {
    Optional<YamlScalar> scalar = rule.scalar("ipVersion");
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    return switch (scalar.get().raw()) {
      case "4" -> Optional.of(Family.V4);
      case "6" -> Optional.of(Family.V6);
      default -> {
        scalar.get().problem("\"" + scalar.get().raw() + "\" is no IP version", "4 or 6");
        yield Optional.empty();
      }
    };
  }

  private Optional<Icmp> icmp(String field) {
    Optional<YamlObject> object = rule.object(field);
    if (object.isEmpty()) {
      return Optional.empty();
    }
    Optional<YamlScalar> type = object.get().scalar("type");
    Optional<YamlScalar> code = object.get().scalar("code");
    OptionalInt typeNumber = OptionalInt.empty();
    OptionalInt codeNumber = OptionalInt.empty();
    if (type.isPresent()) {
      typeNumber = Values.integer(type.get(), 0, 254);
    } else if (code.isPresent()) {
      object.get().problem("code", "an ICMP code needs a type", "add type");
    }
    if (code.isPresent()) {
      codeNumber = Values.integer(code.get(), 0, 255);
    }
    object.get().done();
    return typeNumber.isPresent()
        ? Optional.of(new Icmp(typeNumber.getAsInt(), codeNumber))
        : Optional.empty();
  }

  private void checkIcmp(Optional<Protocol> protocol) {
    boolean isIcmp =
        protocol
            .map(p -> p.number() == ProtocolSet.ICMP || p.number() == ProtocolSet.ICMPV6)
            .orElse(false);
    if (rule.has("icmp") && !isIcmp) {
      rule.problem("icmp", "icmp needs protocol ICMP or ICMPv6", "add protocol: ICMP");
    }
  }

  private void checkPorts(Optional<Protocol> protocol, EntityRule entity, String side) {
    checkPorts(protocol, entity.ports(), side + ".ports");
    checkPorts(protocol, entity.notPorts(), side + ".notPorts");
  }

  private void checkPorts(Optional<Protocol> protocol, List<PortMatch> ports, String field) {
    if (ports.isEmpty()) {
      return;
    }
    boolean numeric = ports.stream().anyMatch(PortMatch.Numbers.class::isInstance);
    boolean hasPorts = protocol.map(p -> ProtocolSet.hasPorts(p.number())).orElse(!numeric);
    if (!hasPorts) {
      rule.problem(
          protocol.isPresent() ? "protocol" : "",
          field + " need a protocol that has ports",
          "protocol: TCP, UDP or SCTP");
    }
  }

  private void checkFamilies(
      Optional<Family> ipVersion, EntityRule source, EntityRule destination) {
    Set<Family> families = new HashSet<>();
    Stream.of(source, destination).forEach(e -> families.addAll(EntityReader.families(e)));
    if (families.size() > 1) {
      rule.problem(
          "",
          "this rule has both IPv4 and IPv6 nets, so no packet can match all of it",
          "write one rule per family, or put the nets in a GlobalNetworkSet");
    } else if (ipVersion.isPresent()
        && !families.isEmpty()
        && !families.contains(ipVersion.get())) {
      rule.problem(
          "ipVersion", "the nets of this rule are of the other IP version", "remove ipVersion");
    }
  }

  private void checkIcmpVersion(
      Optional<Family> ipVersion, Optional<Protocol> protocol, String field) {
    if (protocol.isEmpty() || ipVersion.isEmpty()) {
      return;
    }
    int number = protocol.get().number();
    boolean wrong =
        (number == ProtocolSet.ICMP && ipVersion.get() == Family.V6)
            || (number == ProtocolSet.ICMPV6 && ipVersion.get() == Family.V4);
    if (wrong) {
      rule.problem(
          field,
          (number == ProtocolSet.ICMP ? "ICMP" : "ICMPv6") + " belongs to the other IP version",
          "ipVersion: " + (number == ProtocolSet.ICMP ? 4 : 6));
    }
  }
}
