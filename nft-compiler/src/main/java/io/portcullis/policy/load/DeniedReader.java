package io.portcullis.policy.load;

import io.portcullis.policy.effective.DataplaneSettings.Denied;
import java.util.Optional;
import java.util.OptionalInt;

/** The key {@code denied}: {@code off}, or a group of nfnetlink_log and a rate. */
final class DeniedReader {

  static final int GROUPS = 65_535;
  static final int MOST_PER_SECOND = 10_000;
  private static final int PER_SECOND = 10;
  private static final String KEY = "denied";

  private DeniedReader() {}

  static Optional<Denied> read(YamlObject document) {
    if (document.isScalar(KEY)) {
      SettingsLoader.value(document, KEY)
          .filter(value -> !value.raw().equals("off"))
          .ifPresent(
              value ->
                  value.problem(
                      "\"" + value.raw() + "\" is not known here",
                      "write off, or a group such as {group: 5}"));
      return Optional.empty();
    }
    SettingsLoader.refuseEmpty(document, KEY, "");
    return document.object(KEY).flatMap(DeniedReader::of);
  }

  private static Optional<Denied> of(YamlObject denied) {
    denied.missing("group", "give a group of nfnetlink_log, from 0 to " + GROUPS);
    OptionalInt group = number(denied, "group", 0, GROUPS);
    OptionalInt rate = number(denied, "perSecond", 1, MOST_PER_SECOND);
    denied.done();
    return group.isPresent()
        ? Optional.of(new Denied(group.getAsInt(), rate.orElse(PER_SECOND)))
        : Optional.empty();
  }

  private static OptionalInt number(YamlObject of, String key, int from, int to) {
    return SettingsLoader.value(of, key)
        .map(value -> Values.integer(value, from, to))
        .orElse(OptionalInt.empty());
  }
}
