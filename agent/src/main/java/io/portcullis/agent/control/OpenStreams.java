package io.portcullis.agent.control;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Calls that may run for long, so that whoever loses the right to one does not keep it. */
final class OpenStreams {

  private final Set<Open<?, ?>> open = ConcurrentHashMap.newKeySet();

  private record Open<Q, R>(EndableCall<Q, R> call, Supplier<Optional<String>> refused) {

    /** Ends it if it is no longer allowed; one whose client does not take the end, by force. */
    void look() {
      if (call.isEnded()) {
        Channel connection = call.getAttributes().get(ConnectionNegotiator.CHANNEL);
        if (connection != null) {
          ChannelFuture unused = connection.close();
        }
        return;
      }
      refused.get().ifPresent(why -> call.end(Status.PERMISSION_DENIED.withDescription(why)));
    }
  }

  /**
   * Begins one.
   *
   * @param refused says why it is not allowed now; empty if it is
   */
  <Q, R> ServerCall.Listener<Q> start(
      Context context,
      ServerCall<Q, R> call,
      Metadata headers,
      ServerCallHandler<Q, R> next,
      Supplier<Optional<String>> refused) {
    Open<Q, R> one = new Open<>(new EndableCall<>(call), refused);
    open.add(one);
    return new Ending<>(Contexts.interceptCall(context, one.call(), headers, next), one);
  }

  /** Looks at all of them again. */
  void look() {
    open.forEach(Open::look);
  }

  private final class Ending<Q> extends SimpleForwardingServerCallListener<Q> {

    private final Open<Q, ?> one;

    Ending(ServerCall.Listener<Q> listener, Open<Q, ?> one) {
      super(listener);
      this.one = one;
    }

    @Override
    public void onComplete() {
      open.remove(one);
      if (one.call().isEnded()) {
        // Whoever answers did not end it, and waits for one of these.
        super.onCancel();
      } else {
        super.onComplete();
      }
    }

    @Override
    public void onCancel() {
      open.remove(one);
      super.onCancel();
    }
  }
}
