package io.portcullis.agent;

import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.Failsafe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a configuration file as strictly as policy: what is not known is refused. */
public final class ConfigurationReader {

  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_FAILSAFES = 1024;
  private static final List<String> KEYS =
      List.of(
          "failsafeInboundHostPorts",
          "failsafeScope",
          "loopback",
          "conntrackInvalid",
          "counters",
          "policyDir",
          "nodeName");
  private static final Map<String, Integer> PROTOCOLS = Map.of("TCP", 6, "UDP", 17, "SCTP", 132);

  private ConfigurationReader() {}

  /**
   * Reads a file.
   *
   * @throws AgentException if it is not there, or says something invalid
   */
  public static Configuration read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new AgentException(
            ExitCode.CONFIG_INVALID, file + ": too large", "a configuration has at most 1 MiB");
      }
      return parse(file.toString(), new String(bytes, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      throw new AgentException(
              ExitCode.SOURCE_MISSING,
              file + ": no such configuration file",
              "leave --config out to run with the defaults")
          .causedBy(e);
    } catch (IOException e) {
      throw new AgentException(
              ExitCode.SOURCE_MISSING,
              file + ": cannot be read: " + e.getMessage(),
              "check that this user may read it")
          .causedBy(e);
    }
  }

  /**
   * Reads text.
   *
   * @param name of the text, for messages
   * @throws AgentException if it says something invalid
   */
  public static Configuration parse(String name, String text) {
    StrictYaml yaml = new StrictYaml(name);
    Map<String, StrictYaml.Value> values = yaml.document(text, KEYS);
    DataplaneSettings defaults = DataplaneSettings.defaults();
    DataplaneSettings settings =
        new DataplaneSettings(
            find(values, "failsafeInboundHostPorts")
                .map(ConfigurationReader::failsafes)
                .orElse(defaults.failsafes()),
            find(values, "failsafeScope")
                .map(value -> value.oneOf(DataplaneSettings.FailsafeScope.values()))
                .orElse(defaults.failsafeScope()),
            find(values, "loopback")
                .map(value -> value.oneOf(DataplaneSettings.Loopback.values()))
                .orElse(defaults.loopback()),
            find(values, "conntrackInvalid")
                .map(value -> value.oneOf(DataplaneSettings.ConntrackInvalid.values()))
                .orElse(defaults.conntrackInvalid()),
            find(values, "counters")
                .map(value -> value.oneOf(OnOff.values()) == OnOff.ON)
                .orElse(defaults.counters()));
    return new Configuration(
        settings,
        find(values, "policyDir").map(StrictYaml.Value::text).map(Path::of),
        find(values, "nodeName").map(StrictYaml.Value::text));
  }

  private enum OnOff {
    ON,
    OFF
  }

  private static Optional<StrictYaml.Value> find(Map<String, StrictYaml.Value> values, String key) {
    return Optional.ofNullable(values.get(key));
  }

  private static List<Failsafe> failsafes(StrictYaml.Value value) {
    List<Failsafe> failsafes = new ArrayList<>();
    for (StrictYaml.Value item : value.items(MAX_FAILSAFES)) {
      Map<String, StrictYaml.Value> fields = item.fields(List.of("protocol", "port", "net"));
      int protocol = find(fields, "protocol").map(ConfigurationReader::protocol).orElse(6);
      int port =
          find(fields, "port")
              .map(found -> found.integer(0, 65535))
              .orElseThrow(() -> item.problem("port is missing", "give a port from 0 to 65535"));
      failsafes.add(
          new Failsafe(protocol, port, find(fields, "net").map(ConfigurationReader::net)));
    }
    return failsafes;
  }

  private static int protocol(StrictYaml.Value value) {
    Integer number = PROTOCOLS.get(value.text().toUpperCase(java.util.Locale.ROOT));
    if (number == null) {
      throw value.problem(
          "\"" + value.text() + "\" is no protocol with ports", "write TCP, UDP or SCTP");
    }
    return number;
  }

  private static Prefix net(StrictYaml.Value value) {
    try {
      return Prefix.parse(value.text());
    } catch (IllegalArgumentException e) {
      throw value.problem(
          String.valueOf(e.getMessage()), "write an address or a CIDR such as 192.0.2.0/24");
    }
  }
}
