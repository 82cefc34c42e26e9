package io.portcullis.policy.load;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.load.DaemonSettings.Listen;
import io.portcullis.policy.load.DaemonSettings.LogFormat;
import java.util.Optional;

/** The keys of a configuration that are about the agent itself. */
final class DaemonSettingsReader {

  private static final String EXPECTED = "off, or an address and a port such as 127.0.0.1:9797";

  private DaemonSettingsReader() {}

  static DaemonSettings read(YamlObject document) {
    DaemonSettings defaults = DaemonSettings.defaults();
    return new DaemonSettings(
        SettingsLoader.onOff(document, "tableOwner").orElse(defaults.tableOwner()),
        SettingsLoader.oneOf(document, "logFormat", LogFormat.values())
            .orElse(defaults.logFormat()),
        listen(document, defaults.metricsListen()));
  }

  private static Optional<Listen> listen(YamlObject document, Optional<Listen> otherwise) {
    Optional<YamlScalar> value = SettingsLoader.value(document, "metricsListen");
    if (value.isEmpty()) {
      return otherwise;
    }
    String text = value.get().raw();
    Optional<Listen> listen = listen(text);
    if (listen.isEmpty() && !text.equals("off")) {
      value.get().problem("\"" + text + "\" is nothing to listen on", EXPECTED);
    }
    return listen;
  }

  /** Where to listen, without the choice not to. */
  static Optional<Listen> address(YamlScalar value) {
    Optional<Listen> listen = listen(value.raw());
    if (listen.isEmpty()) {
      value.problem(
          "\"" + value.raw() + "\" is nothing to listen on",
          "an address and a port such as 192.0.2.1:7443");
    }
    return listen;
  }

  private static Optional<Listen> listen(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      return Optional.empty();
    }
    int port = Integer.parseInt(text.substring(colon + 1));
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String address = bracketed ? host.substring(1, host.length() - 1) : host;
    try {
      Address unused = Address.parse(address);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    boolean v6 = address.contains(":");
    return port <= 65_535 && v6 == bracketed
        ? Optional.of(new Listen(address, port))
        : Optional.empty();
  }
}
