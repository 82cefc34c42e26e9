package io.portcullis.agent.daemon;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.Programmer;
import io.portcullis.agent.Restoring;
import io.portcullis.agent.Workshop;
import io.portcullis.agent.metrics.Metrics;
import io.portcullis.agent.state.PolicyStore;
import io.portcullis.agent.state.Sources;
import io.portcullis.compiler.lower.NodeLowering;
import io.portcullis.netlink.NetlinkException;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.DaemonSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent of one network namespace: that of the thread which starts it.
 *
 * <p>However it ends, the kernel goes on to hold the last policy: nothing is taken down.
 */
public final class Daemon implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");

  /** A table that others may change too, and nothing that listens. */
  private static final DaemonSettings BARE =
      new DaemonSettings(false, DaemonSettings.LogFormat.TEXT, Optional.empty());

  private final Bell bell = new Bell();
  private volatile Status status = Status.begin();
  private volatile boolean crashed;
  private final Metrics metrics = new Metrics();
  private final Optional<Telling> telling;
  private final Readiness readiness;
  private final Restoring restoring;
  private final OneAgent lock;
  private final Optional<DirectoryWatch> watch;
  private final KernelWatch kernel;
  private final LinkWatch links;
  private final Workshop workshop;
  private final Thread reconciler;

  private Daemon(
      Sources sources,
      Optional<Path> directory,
      String node,
      DataplaneSettings settings,
      DaemonSettings how) {
    // First: what stands in its way altogether, such as no permission, is told as such.
    Programmer programmer = Programmer.open(how.tableOwner());
    this.restoring = Restoring.open();
    this.lock = OneAgent.claim();
    this.readiness = new Readiness(Optional.ofNullable(System.getenv("NOTIFY_SOCKET")));
    this.watch = directory.map(dir -> DirectoryWatch.start(dir, bell));
    try {
      this.kernel = KernelWatch.start(bell, NodeLowering.TABLE, restoring::restore);
      this.links = LinkWatch.start(bell);
    } catch (NetlinkException e) {
      throw new AgentException(
              ExitCode.USAGE,
              String.valueOf(e.getMessage()),
              "an agent has to hear of changes: run it as root, or with CAP_NET_ADMIN")
          .causedBy(e);
    }
    Enforcer enforcer = new Enforcer(programmer, restoring, new OthersWork(kernel), metrics);
    this.workshop = new Workshop(node, settings);
    this.reconciler =
        new Thread(new Reconciler(enforcer, bell, sources, workshop, this::tell), "reconciler");
    reconciler.setUncaughtExceptionHandler(this::crashed);
    this.telling =
        how.metricsListen().flatMap(listen -> Telling.start(listen, metrics, enforcer, this));
    sources.whenChanged(() -> bell.ring(Bell.Reason.SOURCES));
    LOG.info(
        "agent of node {}, policy {}",
        node,
        directory.map(dir -> "in " + dir).orElse("from the control API"));
    reconciler.start();
  }

  /**
   * Starts it.
   *
   * @param directory of policy
   * @param node whose host endpoints count
   * @throws io.portcullis.agent.AgentException if it cannot do its work at all: no permission, no
   *     nf_tables, no such directory, or another agent
   */
  public static Daemon start(Path directory, String node, DataplaneSettings settings) {
    return start(
        new PolicyStore(Optional.of(directory), Optional.empty()),
        Optional.of(directory),
        node,
        settings);
  }

  /**
   * Starts it on other sources.
   *
   * @param sources of policy, asked from now on by a thread of the daemon
   * @param directory that they read, to be watched for changes
   * @param node whose host endpoints count
   */
  public static Daemon start(
      Sources sources, Optional<Path> directory, String node, DataplaneSettings settings) {
    return start(sources, directory, node, settings, BARE);
  }

  /**
   * Starts it, run as configured.
   *
   * @param how it runs; what is said there of logs is the process's to see to
   */
  public static Daemon start(
      Sources sources,
      Optional<Path> directory,
      String node,
      DataplaneSettings settings,
      DaemonSettings how) {
    return new Daemon(sources, directory, node, settings, how);
  }

  private void crashed(Thread thread, Throwable e) {
    LOG.error("the agent ends, and the kernel goes on to hold what it holds: {}", e.toString());
    crashed = true;
  }

  /** Whether it works, however badly. */
  boolean alive() {
    return reconciler.isAlive();
  }

  /** Whether it ended by itself, which it should not. */
  public boolean crashed() {
    return crashed;
  }

  /** Where metrics and health are served; empty if they are not. */
  public Optional<Integer> metricsPort() {
    return telling.map(Telling::port);
  }

  private void tell(Status next) {
    status = next;
    metrics.status(next.revision(), next.generation(), next.ready());
    next.proof().ifPresent(proof -> metrics.proven(proof.millis(), proof.regions()));
    next.drift().ifPresent(drift -> metrics.drifted(drift.millis()));
    readiness.tell(next);
  }

  /** Where policy is made into what the kernel is to hold. */
  public Workshop workshop() {
    return workshop;
  }

  /** How it is now. */
  public Status status() {
    return status;
  }

  /**
   * Has it look at sources, links and kernel now, and repair what is not as it should be.
   *
   * @return done when it has; cancelled if the daemon ends before
   */
  public CompletableFuture<Void> look() {
    return bell.ask(Bell.Reason.LOOK);
  }

  /** Waits until it has ended. */
  public void await() throws InterruptedException {
    reconciler.join();
  }

  /** Ends it, and waits for a transaction that is under way. */
  @Override
  public void close() {
    readiness.stopping();
    bell.ring(Bell.Reason.STOP);
    watch.ifPresent(DirectoryWatch::close);
    kernel.close();
    links.close();
    telling.ifPresent(Telling::close);
    try {
      reconciler.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lock.close();
  }
}
