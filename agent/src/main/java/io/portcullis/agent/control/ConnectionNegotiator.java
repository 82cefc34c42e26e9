package io.portcullis.agent.control;

import io.grpc.Attributes;
import io.grpc.ServerCredentials;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.ProtocolNegotiationEvent;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.PeerCredentials;
import io.netty.util.AsciiString;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** Of each connection: set once it has called something. */
  static final Attributes.Key<AtomicBoolean> CALLED = Attributes.Key.create("called");

  /** Of each connection: itself, to close it. */
  static final Attributes.Key<Channel> CHANNEL = Attributes.Key.create("channel");

  private final InternalProtocolNegotiator.ProtocolNegotiator next;
  private final AtomicInteger open;
  private final Refused refused;

  private ConnectionNegotiator(
      InternalProtocolNegotiator.ProtocolNegotiator next, AtomicInteger open, Refused refused) {
    this.next = next;
    this.open = open;
    this.refused = refused;
  }

  /** For a unix socket: no encryption, and the peer's credentials. */
  static ServerCredentials local(AtomicInteger open, Refused refused) {
    return InternalNettyServerCredentials.create(
        new ConnectionNegotiator(InternalProtocolNegotiators.serverPlaintext(), open, refused));
  }

  /** The same around what {@code credentials} do. */
  static ServerCredentials around(
      ServerCredentials credentials, AtomicInteger open, Refused refused) {
    InternalProtocolNegotiator.ServerFactory inner =
        InternalNettyServerCredentials.toNegotiator(credentials);
    InternalProtocolNegotiator.ServerFactory factory =
        pool -> new ConnectionNegotiator(inner.newNegotiator(pool), open, refused);
    return InternalNettyServerCredentials.create(factory);
  }

  @Override
  public AsciiString scheme() {
    return next.scheme();
  }

  @Override
  public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpc) {
    return new Entry(next.newHandler(grpc), open, refused);
  }

  @Override
  public void close() {
    next.close();
  }

  private static final class Entry extends ChannelInboundHandlerAdapter {

    private final ChannelHandler next;
    private final AtomicInteger open;
    private final Refused refused;
    private final AtomicBoolean called = new AtomicBoolean();

    Entry(ChannelHandler next, AtomicInteger open, Refused refused) {
      this.next = next;
      this.open = open;
      this.refused = refused;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      boolean tooMany = open.incrementAndGet() > Limits.CONNECTIONS;
      String who = who(context.channel());
      ChannelFutureListener closed =
          future -> {
            open.decrementAndGet();
            if (tooMany) {
              refused.tell(who + ": there are " + Limits.CONNECTIONS + " connections already");
            } else if (!called.get()) {
              refused.tell(who + ": called nothing, or not as it is done here");
            }
          };
      ChannelFuture unused = context.channel().closeFuture().addListener(closed);
      if (tooMany) {
        ChannelFuture unusedToo = context.close();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws IOException {
      Object passed = event;
      if (event instanceof ProtocolNegotiationEvent negotiation) {
        Attributes.Builder attributes =
            InternalProtocolNegotiationEvent.getAttributes(negotiation).toBuilder()
                .set(CALLED, called)
                .set(CHANNEL, context.channel());
        if (context.channel() instanceof EpollDomainSocketChannel local) {
          attributes.set(PEER, local.peerCredentials());
        }
        passed = InternalProtocolNegotiationEvent.withAttributes(negotiation, attributes.build());
        // What fires from a handler that was replaced, goes to the one in its place.
        ChannelHandler unused = context.pipeline().replace(context.name(), null, next);
      }
      context.fireUserEventTriggered(passed);
    }

    private static String who(Channel channel) {
      try {
        if (channel instanceof EpollDomainSocketChannel local) {
          PeerCredentials peer = local.peerCredentials();
          return "uid " + peer.uid() + " (pid " + peer.pid() + ")";
        }
      } catch (IOException e) {
        return "somebody on the socket";
      }
      return String.valueOf(channel.remoteAddress()).replaceFirst("^/", "");
    }
  }
}
