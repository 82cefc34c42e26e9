package io.portcullis.compiler.lint;

import io.portcullis.policy.address.Address;
import java.util.Optional;

/**
 * The TCP connection that a person gives commands over.
 *
 * @param client the person's address
 * @param clientPort 0 to 65535
 * @param server an address of this host
 * @param serverPort 0 to 65535
 */
public record Session(Address client, int clientPort, Address server, int serverPort) {

  private static final int FIELDS = 4;

  /**
   * Reads what OpenSSH's server puts into {@code SSH_CONNECTION} (ssh(1)): client address and port,
   * server address and port. A zone behind an address is dropped.
   *
   * @return empty if it is none, such as what another server put there
   */
  public static Optional<Session> parse(String text) {
    String[] fields = text.strip().split(" +", -1);
    if (fields.length != FIELDS) {
      return Optional.empty();
    }
    try {
      Session session =
          new Session(
              address(fields[0]),
              Integer.parseInt(fields[1]),
              address(fields[2]),
              Integer.parseInt(fields[3]));
      boolean whole = session.client.family() == session.server.family();
      return whole && isPort(session.clientPort) && isPort(session.serverPort)
          ? Optional.of(session)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isPort(int number) {
    return number >= 0 && number <= 0xffff;
  }

  private static Address address(String text) {
    int zone = text.indexOf('%');
    return Address.parse(zone < 0 ? text : text.substring(0, zone));
  }
}
