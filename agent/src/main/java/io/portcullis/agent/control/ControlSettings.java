package io.portcullis.agent.control;

import io.portcullis.policy.load.ApiSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the control API is offered.
 *
 * @param socket path of the unix socket
 * @param group whose members may use it besides root; empty for root alone
 * @param groupWrites whether they may write too
 * @param tls on TCP besides; empty for none
 */
public record ControlSettings(
    Path socket, Optional<String> group, boolean groupWrites, Optional<Tls> tls) {

  /** Where it is unless said otherwise. */
  public static final Path SOCKET = Path.of("/run/portcullis/control.sock");

  /**
   * Mutual TLS on TCP.
   *
   * @param address to listen on
   * @param port to listen on; 0 for any
   * @param certificate chain of this server, PEM
   * @param key of it, PKCS#8 PEM
   * @param clientAuthority certificates that clients' must come from, PEM
   * @param revocations lists of certificates that no longer count, PEM or DER; with them, one whose
   *     status no list tells does not count either
   * @param readers names in certificates that may read: a DNS name, or the common name
   * @param writers names that may write too
   */
  public record Tls(
      String address,
      int port,
      Path certificate,
      Path key,
      Path clientAuthority,
      Optional<Path> revocations,
      List<String> readers,
      List<String> writers) {

    public Tls {
      readers = List.copyOf(readers);
      writers = List.copyOf(writers);
    }
  }

  /** As a configuration says. */
  public static ControlSettings of(ApiSettings api) {
    return new ControlSettings(
        Path.of(api.socket()), api.group(), api.groupWrites(), api.tls().map(ControlSettings::tls));
  }

  private static Tls tls(ApiSettings.Tls tls) {
    return new Tls(
        tls.listen().address(),
        tls.listen().port(),
        Path.of(tls.certificate()),
        Path.of(tls.key()),
        Path.of(tls.clientAuthority()),
        tls.revocations().map(Path::of),
        tls.readers(),
        tls.writers());
  }

  /** On that socket, for root alone. */
  public static ControlSettings on(Path socket) {
    return new ControlSettings(socket, Optional.empty(), false, Optional.empty());
  }
}
