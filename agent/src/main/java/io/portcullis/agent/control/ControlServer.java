package io.portcullis.agent.control;

import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.TlsServerCredentials;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.daemon.Daemon;
import io.portcullis.agent.state.PolicyStore;
import io.portcullis.policy.effective.DataplaneSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control API, offered in the network namespace of the thread that starts it. Whatever comes in
 * is bounded: {@link Limits} has the numbers.
 */
public final class ControlServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");

  private final ControlSettings settings;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, Threads.named("control-io"), EpollIoHandler.newFactory());
  private final ThreadPoolExecutor calls =
      new ThreadPoolExecutor(
          Limits.CALL_THREADS,
          Limits.CALL_THREADS,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Threads.named("control"),
          // It refuses only once this is closed, and the store may still tell it something then.
          new ThreadPoolExecutor.DiscardPolicy());
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Threads.named("control-timer"));

  /** Apart, so that nobody from outside keeps people of this node from the socket. */
  private final AtomicInteger local = new AtomicInteger();

  private final AtomicInteger remote = new AtomicInteger();
  private final Refused refused = new Refused();
  private final HealthStatusManager health = new HealthStatusManager();
  private final List<Server> servers = new ArrayList<>();
  private Optional<ControlService> service = Optional.empty();

  private ControlServer(ControlSettings settings) {
    GrpcLog.shorten();
    this.settings = settings;
  }

  /**
   * Starts it.
   *
   * @param node whose policy it is
   * @param store of the policy
   * @param daemon that enforces it
   * @throws AgentException if the socket or the port cannot be had, or certificates are wrong
   */
  public static ControlServer start(
      ControlSettings settings,
      String node,
      DataplaneSettings dataplane,
      PolicyStore store,
      Daemon daemon) {
    ControlServer server = new ControlServer(settings);
    try {
      server.open(new Node(node, dataplane, store, daemon.workshop()), daemon);
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void open(Node node, Daemon daemon) {
    // Threads are in the network namespace of the thread that starts them.
    int unused = calls.prestartAllCoreThreads();
    StatusReader statuses = new StatusReader(node, daemon::status);
    ControlService offered =
        new ControlService(
            node,
            statuses,
            new Watchers(node.store(), statuses, calls),
            new Writes(node.store(), daemon, calls));
    service = Optional.of(offered);
    Runnable tellHealth =
        () ->
            health.setStatus(
                HealthStatusManager.SERVICE_NAME_ALL_SERVICES,
                daemon.status().ready() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
    node.store().watch(() -> calls.execute(tellHealth), this);
    tellHealth.run();
    UnixSocket.prepare(settings.socket());
    start(
        configured(
            NettyServerBuilder.forAddress(
                    new DomainSocketAddress(settings.socket().toString()),
                    ConnectionNegotiator.local(local, refused))
                .channelType(EpollServerDomainSocketChannel.class),
            offered,
            looking(new Callers(settings, Optional.empty()))),
        settings.socket().toString());
    UnixSocket.permit(settings.socket(), settings.group());
    settings.tls().ifPresent(tls -> openTls(tls, offered));
  }

  private void openTls(ControlSettings.Tls tls, ControlService service) {
    Identity identity = new Identity(tls, refused);
    var unused =
        timer.scheduleWithFixedDelay(
            identity::refresh,
            Limits.CERTIFICATES_MILLIS,
            Limits.CERTIFICATES_MILLIS,
            TimeUnit.MILLISECONDS);
    start(
        configured(
            NettyServerBuilder.forAddress(
                    new InetSocketAddress(tls.address(), tls.port()),
                    ConnectionNegotiator.around(
                        TlsServerCredentials.newBuilder()
                            .keyManager(identity.keys())
                            .trustManager(identity.trust())
                            .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                            .build(),
                        remote,
                        refused))
                .channelType(EpollServerSocketChannel.class)
                // So that a certificate that ran out, or a name that lost its right, ends.
                .maxConnectionAge(Limits.TLS_CONNECTION_MINUTES, TimeUnit.MINUTES),
            service,
            looking(new Callers(settings, Optional.of(identity.trust())))),
        tls.address() + " port " + tls.port());
  }

  /** Has them look at their streams again and again; after certificates are, in the one thread. */
  private Callers looking(Callers callers) {
    var unused =
        timer.scheduleWithFixedDelay(
            callers::look,
            Limits.CERTIFICATES_MILLIS,
            Limits.CERTIFICATES_MILLIS,
            TimeUnit.MILLISECONDS);
    return callers;
  }

  private NettyServerBuilder configured(
      NettyServerBuilder builder, ControlService service, Callers callers) {
    return builder
        .bossEventLoopGroup(loops)
        .workerEventLoopGroup(loops)
        .executor(calls)
        .maxInboundMessageSize(Limits.MESSAGE_BYTES)
        .maxInboundMetadataSize(Limits.HEADER_BYTES)
        .maxConcurrentCallsPerConnection(Limits.CALLS_PER_CONNECTION)
        .handshakeTimeout(Limits.HANDSHAKE_SECONDS, TimeUnit.SECONDS)
        .maxConnectionIdle(Limits.IDLE_MINUTES, TimeUnit.MINUTES)
        .permitKeepAliveTime(Limits.KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .intercept(callers)
        .addService(
            ServerInterceptors.intercept(
                ServerInterceptors.useInputStreamMessages(service.bindService()),
                new Malformed(refused)))
        .addService(health.getHealthService())
        .addService(ProtoReflectionServiceV1.newInstance());
  }

  private void start(NettyServerBuilder builder, String where) {
    try {
      servers.add(builder.build().start());
      LOG.info("control API on {}", where);
    } catch (IOException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new AgentException(
              ExitCode.CONFIG_INVALID,
              "the control API cannot listen on " + where + ": " + why.getMessage(),
              "name another socket or port, or end who has it")
          .causedBy(e);
    }
  }

  /** The TCP port, if there is one. */
  public Optional<Integer> port() {
    return servers.size() < 2 ? Optional.empty() : Optional.of(servers.get(1).getPort());
  }

  /** So that what ends with its calls finds their threads. */
  private static void awaitEnd(Server server) {
    try {
      boolean unused = server.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    service.ifPresent(ControlService::close);
    servers.forEach(Server::shutdownNow);
    servers.forEach(ControlServer::awaitEnd);
    UnixSocket.remove(settings.socket());
    timer.shutdownNow();
    calls.shutdown();
    var unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
