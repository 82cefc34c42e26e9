package io.portcullis.agent.control;

import io.grpc.Attributes;
import io.grpc.ServerCredentials;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.ProtocolNegotiationEvent;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.PeerCredentials;
import io.netty.util.AsciiString;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a connection meets before the first byte of HTTP/2: it is counted, and closed if there are
 * too many; and on the unix socket the kernel is asked who is at the other end (SO_PEERCRED,
 * unix(7)), which goes into the connection's attributes. gRPC has no public way to do that, so this
 * uses what it calls internal; its version is pinned, and ControlSocketKernelTest would notice.
 */
final class ConnectionNegotiator implements InternalProtocolNegotiator.ProtocolNegotiator {

  /** Of a connection on the unix socket. */
  static final Attributes.Key<PeerCredentials> PEER = Attributes.Key.create("peer-credentials");

  private final InternalProtocolNegotiator.ProtocolNegotiator next;
  private final AtomicInteger open;

  private ConnectionNegotiator(
      InternalProtocolNegotiator.ProtocolNegotiator next, AtomicInteger open) {
    this.next = next;
    this.open = open;
  }

  /** For a unix socket: no encryption, and the peer's credentials. */
  static ServerCredentials local(AtomicInteger open) {
    return InternalNettyServerCredentials.create(
        new ConnectionNegotiator(InternalProtocolNegotiators.serverPlaintext(), open));
  }

  /** The same around what {@code credentials} do. */
  static ServerCredentials around(ServerCredentials credentials, AtomicInteger open) {
    InternalProtocolNegotiator.ServerFactory inner =
        InternalNettyServerCredentials.toNegotiator(credentials);
    InternalProtocolNegotiator.ServerFactory factory =
        pool -> new ConnectionNegotiator(inner.newNegotiator(pool), open);
    return InternalNettyServerCredentials.create(factory);
  }

  @Override
  public AsciiString scheme() {
    return next.scheme();
  }

  @Override
  public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpc) {
    return new Entry(next.newHandler(grpc), open);
  }

  @Override
  public void close() {
    next.close();
  }

  private static final class Entry extends ChannelInboundHandlerAdapter {

    private final ChannelHandler next;
    private final AtomicInteger open;

    Entry(ChannelHandler next, AtomicInteger open) {
      this.next = next;
      this.open = open;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      boolean tooMany = open.incrementAndGet() > Limits.CONNECTIONS;
      ChannelFutureListener closed = future -> open.decrementAndGet();
      ChannelFuture unused = context.channel().closeFuture().addListener(closed);
      if (tooMany) {
        ChannelFuture unusedToo = context.close();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws IOException {
      Object passed = event;
      if (event instanceof ProtocolNegotiationEvent negotiation) {
        if (context.channel() instanceof EpollDomainSocketChannel local) {
          passed =
              InternalProtocolNegotiationEvent.withAttributes(
                  negotiation,
                  InternalProtocolNegotiationEvent.getAttributes(negotiation).toBuilder()
                      .set(PEER, local.peerCredentials())
                      .build());
        }
        // What fires from a handler that was replaced, goes to the one in its place.
        ChannelHandler unused = context.pipeline().replace(context.name(), null, next);
      }
      context.fireUserEventTriggered(passed);
    }
  }
}
