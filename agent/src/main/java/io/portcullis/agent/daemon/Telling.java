package io.portcullis.agent.daemon;

import io.portcullis.agent.metrics.Hits;
import io.portcullis.agent.metrics.Metrics;
import io.portcullis.agent.metrics.MetricsServer;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.policy.load.DaemonSettings.Listen;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The daemon's metrics and health as they are served, with a socket of their own to the kernel. */
final class Telling implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");

  private final MetricsServer server;
  private final NfTables kernel;

  private Telling(MetricsServer server, NfTables kernel) {
    this.server = server;
    this.kernel = kernel;
  }

  /**
   * Starts to serve them in the calling thread's network namespace.
   *
   * @return empty if it cannot, which is logged: a node is guarded all the same
   */
  static Optional<Telling> start(Listen listen, Metrics metrics, Enforcer enforcer, Daemon daemon) {
    NfTables kernel = NfTables.open();
    try {
      MetricsServer server =
          MetricsServer.start(
              listen,
              metrics,
              () -> enforcer.held().flatMap(policy -> Hits.read(kernel, policy)),
              health(daemon));
      return Optional.of(new Telling(server, kernel));
    } catch (IOException e) {
      kernel.close();
      LOG.warn("no metrics: metricsListen {} cannot be listened on: {}", listen, e.getMessage());
      return Optional.empty();
    }
  }

  private static MetricsServer.Health health(Daemon daemon) {
    return new MetricsServer.Health() {
      @Override
      public Optional<String> dead() {
        return daemon.alive() ? Optional.empty() : Optional.of("the reconciler has ended");
      }

      @Override
      public Optional<String> notReady() {
        return dead().or(() -> daemon.status().problem());
      }
    };
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
    kernel.close();
  }
}
