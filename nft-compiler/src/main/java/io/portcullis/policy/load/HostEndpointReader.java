package io.portcullis.policy.load;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.resource.HostEndpoint;
import io.portcullis.policy.resource.ObjectMeta;
import io.portcullis.policy.resource.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a HostEndpoint. */
final class HostEndpointReader {

  private static final Pattern INTERFACE = Pattern.compile("\\*|[a-zA-Z0-9_.-]{1,15}");

  private HostEndpointReader() {}

  static HostEndpoint read(YamlObject object, ObjectMeta meta) {
    YamlObject spec = object.object("spec").orElse(object);
    if (spec == object) {
      object.missing("spec", "give it a node, and an interfaceName");
      return new HostEndpoint(meta, "", Optional.empty(), List.of(), List.of(), List.of());
    }
    String node = spec.text("node").orElse("");
    if (node.isEmpty()) {
      spec.problem("node", "a host endpoint must name its node", "the node's name in lower case");
    } else if (!Names.isSubdomain(node)) {
      spec.problem("node", "\"" + node + "\" is not a node name", "lower case letters, - and .");
    }
    Optional<String> name = spec.text("interfaceName").filter(text -> !text.isEmpty());
    if (name.isPresent() && !INTERFACE.matcher(name.get()).matches()) {
      spec.problem(
          "interfaceName",
          "\"" + name.get() + "\" is not an interface name",
          "\"*\", or at most 15 letters, digits, - _ .");
    }
    List<Address> ips = expectedIps(spec);
    if (name.isEmpty() && !spec.hasItems("expectedIPs")) {
      spec.problem("", "interfaceName or expectedIPs must be given", "such as interfaceName: eth0");
    }
    List<String> profiles = new ArrayList<>();
    for (YamlScalar profile : spec.scalars("profiles")) {
      if (!Names.isSubdomain(profile.raw())) {
        profile.problem("\"" + profile.raw() + "\" is not a profile name", "a DNS name");
      }
      if (profiles.contains(profile.raw())) {
        profile.problem("\"" + profile.raw() + "\" is given twice", "remove one");
      }
      profiles.add(profile.raw());
    }
    List<HostEndpoint.Port> ports = ports(spec);
    spec.done();
    return new HostEndpoint(meta, node, name, ips, profiles, ports);
  }

  private static List<Address> expectedIps(YamlObject spec) {
    List<Address> ips = new ArrayList<>();
    Set<Address> seen = new HashSet<>();
    for (YamlScalar scalar : spec.scalars("expectedIPs")) {
      Optional<Address> ip = Values.address(scalar);
      if (ip.isPresent() && !seen.add(ip.get())) {
        scalar.problem(Problem.Kind.NET, "\"" + scalar.raw() + "\" is given twice", "remove one");
      }
      ip.ifPresent(ips::add);
    }
    return ips;
  }

  private static List<HostEndpoint.Port> ports(YamlObject spec) {
    List<HostEndpoint.Port> ports = new ArrayList<>();
    for (YamlObject port : spec.objects("ports")) {
      String name = port.text("name").orElse("");
      if (!Names.isPortName(name)) {
        port.problem(
            "name",
            "\"" + name + "\" is not a port name",
            "at most 15 lower case letters, digits and single dashes, one letter at least");
      }
      Optional<Rule.Protocol> protocol = port.scalar("protocol").flatMap(Values::protocol);
      if (!port.has("protocol")) {
        port.problem("protocol", "a port must have a protocol", "TCP, UDP or SCTP");
      } else if (protocol.isPresent() && !ProtocolSet.hasPorts(protocol.get().number())) {
        port.problem("protocol", "this protocol has no ports", "TCP, UDP or SCTP");
      }
      OptionalInt number = OptionalInt.empty();
      Optional<YamlScalar> scalar = port.scalar("port");
      if (scalar.isPresent()) {
        number = Values.integer(scalar.get(), 1, 65535);
      } else {
        port.problem("port", "a port must have a number", "from 1 to 65535");
      }
      if (protocol.isPresent() && number.isPresent()) {
        ports.add(new HostEndpoint.Port(name, protocol.get().number(), number.getAsInt()));
      }
      port.done();
    }
    return ports;
  }
}
