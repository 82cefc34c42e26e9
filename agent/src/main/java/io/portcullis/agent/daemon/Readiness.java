package io.portcullis.agent.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the daemon is, by the protocol of sd_notify(3): one datagram of {@code
 * NAME=value} lines to the socket that {@code NOTIFY_SOCKET} names.
 */
final class Readiness {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");

  private final Optional<UnixSocketAddress> socket;
  private boolean ready;

  Readiness(Optional<String> notifySocket) {
    // A leading @ stands for the NUL of an abstract name.
    this.socket =
        notifySocket
            .map(name -> name.startsWith("@") ? "\0" + name.substring(1) : name)
            .map(UnixSocketAddress::new);
  }

  /**
   * Tells a status; that it is ready, once: when the kernel holds policy, be it the last that was
   * right. Where nobody says so, systemd ends the agent and starts another, again and again.
   */
  void tell(Status status) {
    String line = "STATUS=" + status.problem().orElse("revision " + status.revision() + " holds");
    if (status.revision() > 0 && !ready) {
      ready = true;
      line = "READY=1\n" + line;
    }
    send(line);
  }

  /** Tells that it is about to end. */
  void stopping() {
    send("STOPPING=1");
  }

  private void send(String text) {
    if (socket.isEmpty()) {
      return;
    }
    try (UnixDatagramChannel channel = UnixDatagramChannel.open()) {
      int unused =
          channel.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), socket.get());
    } catch (IOException e) {
      LOG.warn("NOTIFY_SOCKET does not take messages: {}", e.getMessage());
    }
  }
}
