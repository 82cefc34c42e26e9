package io.portcullis.policy.load;

import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.DataplaneSettings.ConntrackInvalid;
import io.portcullis.policy.effective.DataplaneSettings.EstablishedFlows;
import io.portcullis.policy.effective.DataplaneSettings.FailsafeScope;
import io.portcullis.policy.effective.DataplaneSettings.Loopback;
import io.portcullis.policy.effective.Failsafe;
import io.portcullis.policy.effective.ProtocolSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Text to settings, as strictly as policy: what is not known is refused. */
public final class SettingsLoader {

  private static final String FAILSAFES = "failsafeInboundHostPorts";
  private static final int MAX_FAILSAFES = 1024;
  private static final Map<String, Integer> PROTOCOLS =
      Map.of("TCP", ProtocolSet.TCP, "UDP", ProtocolSet.UDP, "SCTP", ProtocolSet.SCTP);

  private SettingsLoader() {}

  /**
   * Reads one document; an empty one leaves everything at its default.
   *
   * @throws InvalidPolicyException with everything that is wrong, in the order of the text
   */
  public static Settings load(SourceText source) {
    Problems problems = new Problems();
    List<YamlObject> documents =
        YamlTexts.objects(
            Chunk.whole(source), problems, YamlTexts.Kind.CONFIGURATION, LoadBounds.DEFAULT);
    if (documents.size() > 1) {
      documents.get(1).problem("", "this is a second document", "keep one, without ---");
    }
    DataplaneSettings defaults = DataplaneSettings.defaults();
    Settings settings =
        documents.stream()
            .findFirst()
            .map(document -> settings(document, defaults))
            .orElse(
                new Settings(
                    defaults,
                    Optional.empty(),
                    Optional.empty(),
                    DaemonSettings.defaults(),
                    ApiSettings.defaults()));
    if (problems.count() > 0) {
      throw new InvalidPolicyException(problems.inOrder());
    }
    return settings;
  }

  private static Settings settings(YamlObject document, DataplaneSettings defaults) {
    DataplaneSettings dataplane =
        new DataplaneSettings(
            failsafes(document).orElse(defaults.failsafes()),
            oneOf(document, "failsafeScope", FailsafeScope.values())
                .orElse(defaults.failsafeScope()),
            oneOf(document, "loopback", Loopback.values()).orElse(defaults.loopback()),
            oneOf(document, "establishedFlows", EstablishedFlows.values())
                .orElse(defaults.establishedFlows()),
            oneOf(document, "conntrackInvalid", ConntrackInvalid.values())
                .orElse(defaults.conntrackInvalid()),
            onOff(document, "counters").orElse(defaults.counters()),
            DeniedReader.read(document));
    Optional<YamlScalar> policyDir =
        value(document, "policyDir").filter(value -> notBlank(value, "the path of a directory"));
    Optional<YamlScalar> nodeName =
        value(document, "nodeName").filter(value -> notBlank(value, "the name of this node"));
    nodeName
        .filter(name -> !Names.isSubdomain(name.raw()))
        .ifPresent(
            name ->
                name.problem(
                    "\"" + name.raw() + "\" is no node name",
                    "lower case letters, digits, - and ., as in the nodes' own names"));
    DaemonSettings daemon = DaemonSettingsReader.read(document);
    ApiSettings api = ApiSettingsReader.read(document);
    document.done();
    return new Settings(
        dataplane,
        policyDir.map(value -> new Settings.Placed(value.raw(), value.position())),
        nodeName.map(YamlScalar::raw),
        daemon,
        api);
  }

  private enum OnOff {
    ON,
    OFF
  }

  static Optional<Boolean> onOff(YamlObject document, String key) {
    return oneOf(document, key, OnOff.values()).map(value -> value == OnOff.ON);
  }

  /** A key's value; a key without one is a problem, since it may mean the default or nothing. */
  static Optional<YamlScalar> value(YamlObject document, String key) {
    refuseEmpty(document, key, "");
    return document.scalar(key);
  }

  static void refuseEmpty(YamlObject document, String key, String none) {
    if (document.isEmpty(key)) {
      document.problem(key, "a value is missing", none + "leave the key out to have the default");
    }
  }

  static boolean notBlank(YamlScalar value, String expected) {
    if (value.raw().isBlank()) {
      value.problem("a value is missing", expected + ", or leave the key out");
      return false;
    }
    return true;
  }

  /** One of an enum's names, written in lower case. */
  static <E extends Enum<E>> Optional<E> oneOf(YamlObject document, String key, E[] all) {
    Optional<YamlScalar> written = value(document, key);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (E candidate : all) {
      String name = candidate.name().toLowerCase(Locale.ROOT);
      if (name.equals(written.get().raw())) {
        return Optional.of(candidate);
      }
      names.add(name);
    }
    written
        .get()
        .problem(
            "\"" + written.get().raw() + "\" is not known here",
            "write " + String.join(" or ", names));
    return Optional.empty();
  }

  private static Optional<List<Failsafe>> failsafes(YamlObject document) {
    refuseEmpty(document, FAILSAFES, "write [] for no failsafes, or ");
    if (document.isScalar(FAILSAFES)) {
      Optional<List<Failsafe>> parsed =
          document
              .scalar(FAILSAFES)
              .flatMap(
                  text ->
                      text.parse(
                          Problem.Kind.VALUE, FailsafeText::parse, "or none, for no failsafes"));
      return parsed.filter(list -> notTooMany(document, list.size()));
    }
    if (!document.has(FAILSAFES)) {
      return Optional.empty();
    }
    List<YamlObject> entries = document.objects(FAILSAFES);
    if (!notTooMany(document, entries.size())) {
      return Optional.empty();
    }
    List<Failsafe> failsafes = new ArrayList<>();
    entries.forEach(entry -> failsafe(entry).ifPresent(failsafes::add));
    return Optional.of(failsafes);
  }

  private static boolean notTooMany(YamlObject document, int count) {
    if (count > MAX_FAILSAFES) {
      document.problem(
          FAILSAFES, count + " failsafes are too many", "at most " + MAX_FAILSAFES + " are taken");
      return false;
    }
    return true;
  }

  private static Optional<Failsafe> failsafe(YamlObject entry) {
    int protocol =
        entry.scalar("protocol").flatMap(SettingsLoader::protocol).orElse(ProtocolSet.TCP);
    entry.missing("port", "give a port from 0 to 65535");
    OptionalInt port =
        entry
            .scalar("port")
            .map(value -> Values.integer(value, 0, 65535))
            .orElse(OptionalInt.empty());
    Optional<Prefix> net = entry.scalar("net").flatMap(Values::looseNet);
    entry.done();
    return port.isPresent()
        ? Optional.of(new Failsafe(protocol, port.getAsInt(), net))
        : Optional.empty();
  }

  private static Optional<Integer> protocol(YamlScalar scalar) {
    Optional<Integer> number =
        Optional.ofNullable(PROTOCOLS.get(scalar.raw().toUpperCase(Locale.ROOT)));
    if (number.isEmpty()) {
      scalar.problem("\"" + scalar.raw() + "\" is no protocol with ports", "TCP, UDP or SCTP");
    }
    return number;
  }
}
