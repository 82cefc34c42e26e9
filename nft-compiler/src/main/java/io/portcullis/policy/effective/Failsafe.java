package io.portcullis.policy.effective;

import io.portcullis.policy.address.Prefix;
import java.util.List;
import java.util.Optional;

/**
 * One inbound failsafe: what must reach the host whatever policy says.
 *
 * @param protocol 6 for TCP, 17 for UDP, 132 for SCTP
 * @param port the destination port, 0 to 65535
 * @param net source addresses; empty for any address of both families
 */
public record Failsafe(int protocol, int port, Optional<Prefix> net) {

  /** Calico's inbound defaults. */
  public static final List<Failsafe> DEFAULTS =
      List.of(
          any(6, 22),
          any(17, 68),
          any(6, 179),
          any(6, 2379),
          any(6, 2380),
          any(6, 5473),
          any(6, 6443),
          any(6, 6666),
          any(6, 6667));

  private static Failsafe any(int protocol, int port) {
    return new Failsafe(protocol, port, Optional.empty());
  }
}
