package io.portcullis.cli;

import io.portcullis.agent.control.ControlServer;
import io.portcullis.agent.control.ControlSettings;
import io.portcullis.agent.daemon.Daemon;
import io.portcullis.agent.state.PolicyStore;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.effective.DataplaneSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An agent of node1 in a namespace, and the command line that talks to it. */
final class LocalAgent implements AutoCloseable {

  private final Path socket;
  private final PolicyStore store;
  private final Daemon daemon;
  private final ControlServer server;

  LocalAgent(NetworkNamespace namespace, Path dir) throws Exception {
    this.socket = dir.resolve("control.sock");
    this.store = new PolicyStore(Optional.empty(), Optional.of(dir.resolve("state")));
    DataplaneSettings dataplane = DataplaneSettings.defaults();
    this.daemon = namespace.call(() -> Daemon.start(store, Optional.empty(), "node1", dataplane));
    this.server =
        namespace.call(
            () ->
                ControlServer.start(ControlSettings.on(socket), "node1", dataplane, store, daemon));
  }

  /** Runs a command that talks to it. */
  Cli run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--socket");
    all.add(socket.toString());
    return Cli.run(all.toArray(String[]::new));
  }

  /** Until the kernel holds what it was given before it was started. */
  void awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    Cli status = run("status");
    while (status.exit() != 0) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("after 20 s still " + status);
      }
      TimeUnit.MILLISECONDS.sleep(5);
      status = run("status");
    }
  }

  @Override
  public void close() {
    server.close();
    daemon.close();
    store.close();
  }
}
