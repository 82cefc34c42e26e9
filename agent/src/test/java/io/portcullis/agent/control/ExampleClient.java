package io.portcullis.agent.control;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.Status;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.portcullis.api.v1.ApplyRequest;
import io.portcullis.api.v1.ControlGrpc;
import io.portcullis.api.v1.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An example: applies policy to the agent of this node. Needs grpc-netty, grpc-protobuf, grpc-stub,
 * Netty's native epoll transport, and the code generated from control.proto.
 */
final class ExampleClient implements AutoCloseable {

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final ManagedChannel channel;

  ExampleClient(Path socket) {
    channel =
        NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toString()))
            .eventLoopGroup(loops)
            .channelType(EpollDomainSocketChannel.class)
            .usePlaintext()
            .build();
  }

  /**
   * Makes a source say what one document says.
   *
   * @return a line for each thing that is wrong, each with its place; none if the kernel holds it
   */
  List<String> apply(String source, String document, String yaml) {
    ApplyRequest request =
        ApplyRequest.newBuilder()
            .setSource(source)
            .addDocuments(Document.newBuilder().setName(document).setText(yaml))
            .build();
    try {
      var unused =
          ControlGrpc.newBlockingStub(channel)
              .withDeadlineAfter(30, TimeUnit.SECONDS)
              .apply(request);
      return List.of();
    } catch (StatusRuntimeException e) {
      return reasons(e);
    }
  }

  private static List<String> reasons(StatusRuntimeException e) {
    List<String> lines = new ArrayList<>();
    Status status = StatusProto.fromThrowable(e);
    if (status != null) {
      try {
        for (Any detail : status.getDetailsList()) {
          if (detail.is(BadRequest.class)) {
            detail
                .unpack(BadRequest.class)
                .getFieldViolationsList()
                .forEach(violation -> lines.add(violation.getDescription()));
          }
        }
      } catch (InvalidProtocolBufferException broken) {
        lines.add(broken.getMessage());
      }
    }
    return lines.isEmpty() ? List.of(e.getStatus().toString()) : lines;
  }

  @Override
  public void close() {
    ManagedChannel unused = channel.shutdownNow();
    var unusedToo = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
