package io.portcullis.integration.load;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.portcullis.api.v1.ApplyRequest;
import io.portcullis.api.v1.ApplyResponse;
import io.portcullis.api.v1.ControlGrpc;
import io.portcullis.api.v1.GetStatusRequest;
import io.portcullis.api.v1.Status;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** A client with several connections, since each may have a hundred calls at once. */
final class Client implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 120;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final List<ManagedChannel> channels = new ArrayList<>();
  private int next;

  private Client() {
    // It warns, for each connection, of an option that unix sockets do not have.
    if (LoggerFactory.getLogger("io.netty.bootstrap") instanceof Logger logger) {
      logger.setLevel(Level.ERROR);
    }
  }

  /** Over the socket. */
  static Client local(Path socket, int connections) {
    return new Client()
        .connect(
            connections,
            loops ->
                NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toString()))
                    .eventLoopGroup(loops)
                    .channelType(EpollDomainSocketChannel.class)
                    .usePlaintext());
  }

  /** Over TCP in a network namespace, with mutual TLS. */
  static Client remote(
      NetworkNamespace namespace,
      InetSocketAddress to,
      String name,
      ChannelCredentials as,
      int connections)
      throws Exception {
    ChannelFactory<EpollSocketChannel> inside =
        () -> {
          try {
            return namespace.call(() -> new EpollSocketChannel());
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };
    return new Client()
        .connect(
            connections,
            loops ->
                NettyChannelBuilder.forAddress(to, as)
                    .overrideAuthority(name)
                    .eventLoopGroup(loops)
                    .channelFactory(inside));
  }

  private Client connect(int count, Function<EventLoopGroup, NettyChannelBuilder> one) {
    for (int i = 0; i < count; i++) {
      channels.add(one.apply(loops).directExecutor().build());
    }
    return this;
  }

  /** Asks for it, by one connection after the other, and does not wait. */
  ListenableFuture<ApplyResponse> apply(ApplyRequest request, int seconds) {
    next = (next + 1) % channels.size();
    return ControlGrpc.newFutureStub(channels.get(next))
        .withDeadlineAfter(seconds, TimeUnit.SECONDS)
        .apply(request);
  }

  /** A stub of one connection, whose calls end in time. */
  ControlGrpc.ControlBlockingStub calls() {
    return ControlGrpc.newBlockingStub(channels.get(0))
        .withWaitForReady()
        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Asks how the agent is until it is as it should be. */
  Status await(Predicate<Status> right, BooleanSupplier alive) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    String last = "no answer";
    while (System.nanoTime() - deadline < 0 && alive.getAsBoolean()) {
      try {
        Status status =
            ControlGrpc.newBlockingStub(channels.get(0))
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .getStatus(GetStatusRequest.getDefaultInstance());
        if (right.test(status)) {
          return status;
        }
        last = status.getProblem();
      } catch (StatusRuntimeException e) {
        last = e.getStatus().toString();
        channels.get(0).resetConnectBackoff();
      }
      TimeUnit.MILLISECONDS.sleep(25);
    }
    throw new IllegalStateException("the agent is not as it should be: " + last);
  }

  @Override
  public void close() {
    channels.forEach(
        channel -> {
          ManagedChannel unused = channel.shutdownNow();
        });
    var unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
