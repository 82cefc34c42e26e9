package io.portcullis.lab.probe;

import io.portcullis.lab.Host;
import io.portcullis.policy.address.Address;
import java.time.Duration;

/**
 * One question to a server.
 *
 * @param from who asks
 * @param transport how
 * @param to the address on the wire
 * @param port the port on the wire
 * @param patience how long to wait; short where silence is expected, long where an answer is
 */
public record Probe(Host from, Transport transport, Address to, int port, Duration patience) {

  /** Enough for any answer over links in memory, on a busy machine. */
  public static final Duration LONG = Duration.ofSeconds(8);

  /** Enough to call it silence: an answer takes well below a millisecond. */
  public static final Duration SHORT = Duration.ofMillis(400);

  /** What the socket speaks. */
  public enum Transport {
    TCP,
    UDP
  }
}
