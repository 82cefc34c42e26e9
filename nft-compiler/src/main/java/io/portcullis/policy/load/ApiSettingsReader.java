package io.portcullis.policy.load;

import java.util.List;
import java.util.Optional;

/** The keys of a configuration that are about the control API. */
final class ApiSettingsReader {

  private static final String TLS = "apiTls";
  private static final int MOST_NAMES = 1024;

  private ApiSettingsReader() {}

  static ApiSettings read(YamlObject document) {
    ApiSettings defaults = ApiSettings.defaults();
    SettingsLoader.refuseEmpty(document, TLS, "");
    return new ApiSettings(
        SettingsLoader.onOff(document, "api").orElse(defaults.on()),
        text(document, "apiSocket", "the path of a socket").orElse(defaults.socket()),
        text(document, "stateDir", "the path of a directory").orElse(defaults.stateDir()),
        text(document, "apiGroup", "the name of a group"),
        SettingsLoader.onOff(document, "apiGroupWrites").orElse(defaults.groupWrites()),
        document.object(TLS).flatMap(ApiSettingsReader::tls));
  }

  private static Optional<ApiSettings.Tls> tls(YamlObject tls) {
    for (String key : List.of("listen", "certificate", "key", "clientAuthority")) {
      tls.missing(key, "apiTls needs listen, certificate, key and clientAuthority");
    }
    Optional<DaemonSettings.Listen> listen =
        SettingsLoader.value(tls, "listen").flatMap(DaemonSettingsReader::address);
    Optional<String> certificate = file(tls, "certificate");
    Optional<String> key = file(tls, "key");
    Optional<String> authority = file(tls, "clientAuthority");
    Optional<String> revocations = file(tls, "revocations");
    List<String> readers = names(tls, "readers");
    List<String> writers = names(tls, "writers");
    tls.done();
    return listen.isPresent() && certificate.isPresent() && key.isPresent() && authority.isPresent()
        ? Optional.of(
            new ApiSettings.Tls(
                listen.get(),
                certificate.get(),
                key.get(),
                authority.get(),
                revocations,
                readers,
                writers))
        : Optional.empty();
  }

  private static Optional<String> file(YamlObject tls, String key) {
    return text(tls, key, "the path of a file");
  }

  private static Optional<String> text(YamlObject of, String key, String expected) {
    Optional<YamlScalar> value =
        SettingsLoader.value(of, key).filter(one -> SettingsLoader.notBlank(one, expected));
    value
        .filter(one -> one.raw().indexOf(0) >= 0)
        .ifPresent(one -> one.problem("there is a NUL in it", "write " + expected));
    return value.map(YamlScalar::raw);
  }

  private static List<String> names(YamlObject tls, String key) {
    SettingsLoader.refuseEmpty(tls, key, "");
    if (!tls.has(key)) {
      return List.of();
    }
    List<YamlScalar> names = tls.scalars(key);
    if (names.size() > MOST_NAMES) {
      tls.problem(key, names.size() + " names are too many", "at most " + MOST_NAMES);
      return List.of();
    }
    return names.stream()
        .filter(name -> SettingsLoader.notBlank(name, "a name in a certificate"))
        .map(YamlScalar::raw)
        .toList();
  }
}
