package io.portcullis.policy.load;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.resource.EntityRule.PortMatch;
import io.portcullis.policy.resource.Rule.Protocol;
import io.portcullis.policy.selector.Selector;
import io.portcullis.policy.selector.SelectorException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads single values, each with what would be right. */
final class Values {

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,6}");
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(?:[0-9]{1,40}(?:\\.[0-9]{0,40})?|\\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,3})?");
  private static final int MAX_SELECTOR = 1024;
  private static final Map<String, Integer> PROTOCOLS =
      Map.of(
          "TCP", ProtocolSet.TCP,
          "UDP", ProtocolSet.UDP,
          "ICMP", ProtocolSet.ICMP,
          "ICMPv6", ProtocolSet.ICMPV6,
          "SCTP", ProtocolSet.SCTP,
          "UDPLite", ProtocolSet.UDPLITE);

  private Values() {}

  static Optional<Address> address(YamlScalar scalar) {
    return scalar.parse(Problem.Kind.NET, Address::parse, "an address without a prefix length");
  }

  /** A prefix whose host bits, if any are set, are cleared: as network sets take them. */
  static Optional<Prefix> looseNet(YamlScalar scalar) {
    return scalar.parse(
        Problem.Kind.NET, Prefix::parse, "such as 10.0.0.0/8, 192.0.2.7 or 2001:db8::/32");
  }

  /** A prefix without host bits: as rules take them. A bare address is /32 or /128 (D8). */
  static Optional<Prefix> strictNet(YamlScalar scalar) {
    Optional<Prefix> net = looseNet(scalar);
    if (net.isPresent() && Prefix.hasHostBits(scalar.raw())) {
      scalar.problem(
          Problem.Kind.NET,
          "\"" + scalar.raw() + "\" has bits set beyond its prefix length",
          "write " + net.get());
      return Optional.empty();
    }
    return net;
  }

  static Optional<Protocol> protocol(YamlScalar scalar) {
    String text = scalar.raw();
    Integer named = PROTOCOLS.get(text);
    if (named != null) {
      return Optional.of(new Protocol(named, true));
    }
    if (!DIGITS.matcher(text).matches()) {
      scalar.problem(
          "\"" + text + "\" is no protocol name",
          Nearest.of(text, PROTOCOLS.keySet())
              .map(near -> "did you mean " + near + "?")
              .orElse("TCP, UDP, ICMP, ICMPv6, SCTP, UDPLite, or a number from 1 to 255"));
      return Optional.empty();
    }
    int number = Integer.parseInt(text);
    if (number < 1 || number > 255) {
      scalar.problem("protocol number " + text + " is invalid", "a number from 1 to 255");
      return Optional.empty();
    }
    return Optional.of(new Protocol(number, false));
  }

  static Optional<PortMatch> port(YamlScalar scalar) {
    String text = scalar.raw();
    int colon = text.indexOf(':');
    if (DIGITS.matcher(text).matches()) {
      return range(scalar, text, text);
    }
    if (colon > 0
        && DIGITS.matcher(text.substring(0, colon)).matches()
        && DIGITS.matcher(text.substring(colon + 1)).matches()) {
      return range(scalar, text.substring(0, colon), text.substring(colon + 1));
    }
    if (Names.isPortName(text)) {
      return Optional.of(new PortMatch.Named(text));
    }
    scalar.problem(
        "\"" + text + "\" is no port",
        "a number, a range such as \"30000:32767\", or the name of a port");
    return Optional.empty();
  }

  private static Optional<PortMatch> range(YamlScalar scalar, String from, String to) {
    int first = Integer.parseInt(from);
    int last = Integer.parseInt(to);
    if (first < 1 || last > 65535 || first > last) {
      scalar.problem(
          "\"" + scalar.raw() + "\" is no port range",
          first > last ? "the lower port comes first" : "ports are 1 to 65535");
      return Optional.empty();
    }
    return Optional.of(new PortMatch.Numbers(new PortSet.Range(first, last)));
  }

  /** An integer within bounds. */
  static OptionalInt integer(YamlScalar scalar, int min, int max) {
    if (DIGITS.matcher(scalar.raw()).matches()) {
      int value = Integer.parseInt(scalar.raw());
      if (value >= min && value <= max) {
        return OptionalInt.of(value);
      }
    }
    scalar.problem(
        "\"" + scalar.raw() + "\" is out of range", "a number from " + min + " to " + max);
    return OptionalInt.empty();
  }

  /** {@code order}: any number, lower first. */
  static OptionalDouble order(YamlObject object) {
    Optional<YamlScalar> scalar = object.scalar("order");
    if (scalar.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (!scalar.get().isNumber() || !NUMBER.matcher(scalar.get().raw()).matches()) {
      scalar.get().problem("\"" + scalar.get().raw() + "\" is not a number", "such as 100 or 12.5");
      return OptionalDouble.empty();
    }
    double order = Double.parseDouble(scalar.get().raw());
    if (Double.isInfinite(order)) {
      scalar.get().problem("\"" + scalar.get().raw() + "\" is too large", "such as 100 or 12.5");
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(order);
  }

  /** A selector that may not speak of {@code global(}, which only a namespaceSelector may. */
  static Optional<Selector> selector(YamlScalar scalar) {
    String text = scalar.raw();
    if (text.length() > MAX_SELECTOR) {
      scalar.problem(
          Problem.Kind.SELECTOR,
          "a selector has at most " + MAX_SELECTOR + " characters",
          "shorten it");
      return Optional.empty();
    }
    if (text.contains("global(")) {
      scalar.problemAt(
          Problem.Kind.SELECTOR,
          text.indexOf("global("),
          "global() is not allowed here",
          "it is for the namespaceSelector of a rule's source or destination only");
      return Optional.empty();
    }
    try {
      return Optional.of(Selector.parse(text));
    } catch (SelectorException e) {
      scalar.problemAt(
          Problem.Kind.SELECTOR,
          e.offset(),
          "bad selector: " + e.getMessage(),
          "such as role == 'web' && has(zone)");
      return Optional.empty();
    }
  }
}
