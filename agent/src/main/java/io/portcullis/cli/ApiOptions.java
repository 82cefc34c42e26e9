package io.portcullis.cli;

import io.portcullis.agent.control.ControlSettings;
import io.portcullis.policy.load.ApiSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How an agent offers its control API. */
final class ApiOptions {

  @Option(names = "--no-api", description = "Offer no control API, and keep no state.")
  private boolean none;

  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description =
          "Where the control API is (default: apiSocket of FILE, or"
              + " /run/portcullis/control.sock).")
  private Optional<Path> socket = Optional.empty();

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description =
          "Where what the control API was given is kept (default: stateDir of FILE, or"
              + " /var/lib/portcullis).")
  private Optional<Path> stateDir = Optional.empty();

  @Option(
      names = "--api-group",
      paramLabel = "GROUP",
      description = "Whose members may read over the socket, besides root.")
  private Optional<String> group = Optional.empty();

  @Option(names = "--api-group-writes", description = "They may write too.")
  private boolean groupWrites;

  // Without a value of its own: picocli takes one for the user's.
  @ArgGroup(exclusive = false)
  private @Nullable Tls tls;

  /** All of these, or none. */
  static final class Tls {
    @Option(
        names = "--tls-listen",
        required = true,
        paramLabel = "ADDRESS:PORT",
        description = "Offer it on TCP too, with mutual TLS.")
    private String listen = "";

    @Option(
        names = "--tls-cert",
        required = true,
        paramLabel = "FILE",
        description = "This agent's certificate and those between it and its authority, PEM.")
    private Path certificate = Path.of("");

    @Option(
        names = "--tls-key",
        required = true,
        paramLabel = "FILE",
        description = "Its key, PKCS#8 in PEM.")
    private Path key = Path.of("");

    @Option(
        names = "--tls-client-ca",
        required = true,
        paramLabel = "FILE",
        description = "The authority that clients' certificates must come from, PEM.")
    private Path authority = Path.of("");

    @Option(
        names = "--tls-crl",
        paramLabel = "FILE",
        description = "Lists of certificates that were revoked, PEM or DER.")
    private Optional<Path> revocations = Optional.empty();

    @Option(
        names = "--tls-reader",
        paramLabel = "NAME",
        description = "A name in a client's certificate that may read. May be repeated.")
    private List<String> readers = List.of();

    @Option(
        names = "--tls-writer",
        paramLabel = "NAME",
        description = "A name that may write too. May be repeated.")
    private List<String> writers = List.of();
  }

  boolean none(ApiSettings configured) {
    return none || !configured.on();
  }

  Optional<Path> stateDir(ApiSettings configured) {
    return none(configured)
        ? Optional.empty()
        : stateDir.or(() -> Optional.of(Path.of(configured.stateDir())));
  }

  /** As configured, but for what options say; empty if there is to be no API. */
  Optional<ControlSettings> settings(CommandLine command, ApiSettings configured) {
    if (none(configured)) {
      return Optional.empty();
    }
    ControlSettings file = ControlSettings.of(configured);
    return Optional.of(
        new ControlSettings(
            socket.orElse(file.socket()),
            group.or(file::group),
            groupWrites || file.groupWrites(),
            Optional.ofNullable(tls).map(given -> tls(command, given)).or(file::tls)));
  }

  private static ControlSettings.Tls tls(CommandLine command, Tls given) {
    int colon = given.listen.lastIndexOf(':');
    String port = given.listen.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
      throw new ParameterException(
          command, "--tls-listen takes ADDRESS:PORT, such as 192.0.2.1:7443 or [::]:7443");
    }
    return new ControlSettings.Tls(
        given.listen.substring(0, colon).replaceAll("^\\[|]$", ""),
        Integer.parseInt(port),
        given.certificate,
        given.key,
        given.authority,
        given.revocations,
        given.readers,
        given.writers);
  }
}
