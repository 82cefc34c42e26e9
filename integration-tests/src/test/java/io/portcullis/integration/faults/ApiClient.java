package io.portcullis.integration.faults;

import io.grpc.ManagedChannel;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.portcullis.api.v1.ApplyRequest;
import io.portcullis.api.v1.ApplyResponse;
import io.portcullis.api.v1.ControlGrpc;
import io.portcullis.api.v1.ControlGrpc.ControlBlockingStub;
import io.portcullis.api.v1.Document;
import io.portcullis.api.v1.GetStatusRequest;
import io.portcullis.api.v1.Status;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The control API of an agent that runs as a process of its own. */
final class ApiClient implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final ManagedChannel channel;

  ApiClient(Path socket) {
    channel =
        NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toString()))
            .eventLoopGroup(loops)
            .channelType(EpollDomainSocketChannel.class)
            .negotiationType(NegotiationType.PLAINTEXT)
            .maxInboundMessageSize(64 << 20)
            .build();
  }

  ControlBlockingStub stub() {
    return ControlGrpc.newBlockingStub(channel)
        .withWaitForReady()
        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** A request that makes source {@code stream} say that. */
  static ApplyRequest.Builder request(String yaml) {
    return ApplyRequest.newBuilder()
        .setSource("stream")
        .addDocuments(Document.newBuilder().setName("policy.yaml").setText(yaml));
  }

  /** Applies that, and returns once the kernel holds it. */
  ApplyResponse apply(String yaml) {
    return stub().apply(request(yaml).build());
  }

  /** What would become of that. */
  ApplyResponse dryRun(String yaml) {
    return stub().apply(request(yaml).setDryRun(true).build());
  }

  Status status() {
    return stub().getStatus(GetStatusRequest.getDefaultInstance());
  }

  /** Waits until the kernel holds what the agent has. */
  Status awaitEnforced() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    Status status = status();
    while (status.getEnforcedRevision() != status.getRevision() || !status.getReady()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("still not enforced: " + status);
      }
      LockSupport.parkNanos(5_000_000);
      status = status();
    }
    return status;
  }

  /** Ends calls under way. */
  @Override
  public void close() {
    ManagedChannel unused = channel.shutdownNow();
    var unusedToo = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
