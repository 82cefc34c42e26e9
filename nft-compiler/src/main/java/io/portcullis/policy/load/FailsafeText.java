package io.portcullis.policy.load;

import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Failsafe;
import io.portcullis.policy.effective.ProtocolSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Failsafes in Calico's text form, as in an environment variable ({@code PortListParam} of
 * felix/config/param_types.go): entries between commas, each {@code PORT}, {@code PROTOCOL:PORT} or
 * {@code PROTOCOL:NET:PORT}, an IPv6 net in square brackets; or {@code none}.
 */
public final class FailsafeText {

  private static final int MAX_TEXT = 64 << 10;
  private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");
  private static final Map<String, Integer> PROTOCOLS =
      Map.of("tcp", ProtocolSet.TCP, "udp", ProtocolSet.UDP);
  private static final String FORM =
      "write a port, tcp:22, udp:192.0.2.0/24:68 or tcp:[2001:db8::/32]:22";

  private FailsafeText() {}

  /**
   * Parses a list. A port without protocol is TCP's. Empty text is no failsafe, like {@code none}.
   *
   * @throws IllegalArgumentException with what is wrong and what would be right, in one line
   */
  public static List<Failsafe> parse(String text) {
    if (text.length() > MAX_TEXT) {
      throw new IllegalArgumentException("failsafes of more than " + MAX_TEXT + " characters");
    }
    List<Failsafe> out = new ArrayList<>();
    String stripped = text.strip();
    if (stripped.isEmpty() || stripped.equalsIgnoreCase("none")) {
      return List.of();
    }
    for (String entry : stripped.split(",", -1)) {
      out.add(entry(entry.strip()));
    }
    return List.copyOf(out);
  }

  private static Failsafe entry(String entry) {
    int first = entry.indexOf(':');
    if (first < 0) {
      return new Failsafe(ProtocolSet.TCP, port(entry, entry), Optional.empty());
    }
    Integer protocol = PROTOCOLS.get(entry.substring(0, first).toLowerCase(java.util.Locale.ROOT));
    if (protocol == null) {
      throw wrong(entry, "\"" + entry.substring(0, first) + "\" is not tcp or udp");
    }
    int last = entry.lastIndexOf(':');
    int port = port(entry, entry.substring(last + 1));
    return new Failsafe(
        protocol,
        port,
        last == first ? Optional.empty() : Optional.of(net(entry, first + 1, last)));
  }

  private static int port(String entry, String text) {
    if (PORT.matcher(text).matches() && Integer.parseInt(text) <= 65535) {
      return Integer.parseInt(text);
    }
    throw wrong(entry, "\"" + text + "\" is no port from 0 to 65535");
  }

  private static Prefix net(String entry, int from, int to) {
    String text = entry.substring(from, to);
    boolean bracketed = text.length() > 1 && text.startsWith("[") && text.endsWith("]");
    if (!bracketed && text.indexOf(':') >= 0) {
      throw wrong(entry, "an IPv6 net stands in square brackets");
    }
    try {
      return Prefix.parse(bracketed ? text.substring(1, text.length() - 1) : text);
    } catch (IllegalArgumentException e) {
      throw wrong(entry, String.valueOf(e.getMessage()));
    }
  }

  private static IllegalArgumentException wrong(String entry, String what) {
    return new IllegalArgumentException("failsafe \"" + entry + "\": " + what + "; " + FORM);
  }
}
