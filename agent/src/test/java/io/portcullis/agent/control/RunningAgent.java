package io.portcullis.agent.control;

import io.grpc.ManagedChannel;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.portcullis.agent.daemon.Daemon;
import io.portcullis.agent.state.PolicyStore;
import io.portcullis.api.v1.ControlGrpc;
import io.portcullis.api.v1.ControlGrpc.ControlBlockingStub;
import io.portcullis.api.v1.GetStatusRequest;
import io.portcullis.api.v1.Status;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.DaemonSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A daemon with its control API, on the kernel of a namespace of its own, and a client of it. */
public final class RunningAgent implements AutoCloseable {

  /** Of its policy. */
  public final PolicyStore store;

  final ControlServer server;
  final Daemon daemon;
  private final NetworkNamespace namespace;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final Path socket;
  private final ManagedChannel channel;

  /** What most tests want: its socket and its state in {@code directory}, at every default. */
  static RunningAgent in(Path directory, NetworkNamespace namespace, Optional<Path> policy)
      throws Exception {
    return new RunningAgent(
        namespace,
        ControlSettings.on(directory.resolve("control.sock")),
        policy,
        directory.resolve("state"));
  }

  /** On that socket, as root would start it. */
  public RunningAgent(
      NetworkNamespace namespace, ControlSettings settings, Optional<Path> policy, Path state)
      throws Exception {
    this(namespace, settings, policy, state, true);
  }

  /** Offers the API in that namespace too, or in this process's own. */
  public RunningAgent(
      NetworkNamespace namespace,
      ControlSettings settings,
      Optional<Path> policy,
      Path state,
      boolean inside)
      throws Exception {
    this(namespace, settings, policy, state, inside, DataplaneSettings.defaults(), false);
  }

  /** The same, configured; {@code owner} for a table that nobody else can change. */
  public RunningAgent(
      NetworkNamespace namespace,
      ControlSettings settings,
      Optional<Path> policy,
      Path state,
      boolean inside,
      DataplaneSettings dataplane,
      boolean owner)
      throws Exception {
    this.namespace = namespace;
    this.store = new PolicyStore(policy, Optional.of(state));
    DaemonSettings how = new DaemonSettings(owner, DaemonSettings.LogFormat.TEXT, Optional.empty());
    this.daemon = namespace.call(() -> Daemon.start(store, policy, "node1", dataplane, how));
    this.server = started(inside, settings, dataplane);
    this.socket = settings.socket();
    this.channel = open();
  }

  private ManagedChannel open() {
    return NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toString()))
        .eventLoopGroup(loops)
        .channelType(EpollDomainSocketChannel.class)
        .negotiationType(NegotiationType.PLAINTEXT)
        // So that it does not take long until the server cannot send what nobody reads.
        .flowControlWindow(65_535)
        .build();
  }

  /** Asks how it is, by a connection that is made for that. */
  Status askAnew() {
    ManagedChannel own = open();
    try {
      return ControlGrpc.newBlockingStub(own)
          .withDeadlineAfter(20, TimeUnit.SECONDS)
          .getStatus(GetStatusRequest.getDefaultInstance());
    } finally {
      ManagedChannel unused = own.shutdownNow();
    }
  }

  /** Or none of it: what failed to start shall not be in the way of what comes next. */
  private ControlServer started(
      boolean inside, ControlSettings settings, DataplaneSettings dataplane) throws Exception {
    try {
      return inside ? namespace.call(() -> serve(settings, dataplane)) : serve(settings, dataplane);
    } catch (Exception e) {
      daemon.close();
      store.close();
      throw e;
    }
  }

  private ControlServer serve(ControlSettings settings, DataplaneSettings dataplane) {
    return ControlServer.start(settings, "node1", dataplane, store, daemon);
  }

  /** A client, whose calls end after 20 seconds. */
  public ControlBlockingStub client() {
    return ControlGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  /** Asks how it is until it is as it should be. */
  Status await(Predicate<Status> right) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      Status status = client().getStatus(GetStatusRequest.getDefaultInstance());
      if (right.test(status)) {
        return status;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("after 20 s still " + status);
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  ManagedChannel channel() {
    return channel;
  }

  /** The kernel's table, in nft's words. */
  public String table() {
    return Shell.must(namespace, "", "nft", "list", "table", "inet", "portcullis");
  }

  @Override
  public void close() {
    ManagedChannel unused = channel.shutdownNow();
    server.close();
    daemon.close();
    store.close();
    var unusedToo = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
