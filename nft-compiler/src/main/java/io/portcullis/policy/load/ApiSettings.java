package io.portcullis.policy.load;

import java.util.List;
import java.util.Optional;

/**
 * How an agent offers its control API, as docs/configuration.md has it. Paths are as written, and
 * hold no NUL.
 *
 * @param on whether it does
 * @param socket path of its unix socket
 * @param stateDir where what it was given is kept
 * @param group whose members may read over the socket
 * @param groupWrites whether these may write too
 * @param tls on TCP besides
 */
public record ApiSettings(
    boolean on,
    String socket,
    String stateDir,
    Optional<String> group,
    boolean groupWrites,
    Optional<Tls> tls) {

  /**
   * Mutual TLS.
   *
   * @param listen where
   * @param certificate file with the agent's certificate chain
   * @param key file with its key
   * @param clientAuthority file with the certificates that clients' must come from
   * @param revocations file with lists of revoked certificates, if there are any
   * @param readers names in certificates that may read
   * @param writers names that may write too
   */
  public record Tls(
      DaemonSettings.Listen listen,
      String certificate,
      String key,
      String clientAuthority,
      Optional<String> revocations,
      List<String> readers,
      List<String> writers) {

    public Tls {
      readers = List.copyOf(readers);
      writers = List.copyOf(writers);
    }
  }

  /** What applies where a configuration says nothing. */
  public static ApiSettings defaults() {
    return new ApiSettings(
        true,
        "/run/portcullis/control.sock",
        "/var/lib/portcullis",
        Optional.empty(),
        false,
        Optional.empty());
  }
}
