package io.portcullis.agent.control;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * A call that any thread may end, whoever is answering it at that moment: what is sent from then on
 * goes nowhere, and those who send see it as cancelled.
 */
final class EndableCall<Q, R> extends SimpleForwardingServerCall<Q, R> {

  private boolean closed;
  private boolean ended;

  EndableCall(ServerCall<Q, R> call) {
    super(call);
  }

  /** Ends it, unless it has ended. */
  synchronized void end(Status why) {
    if (!closed) {
      closed = true;
      ended = true;
      super.close(why, new Metadata());
    }
  }

  /** Whether it was ended by {@link #end}. */
  synchronized boolean isEnded() {
    return ended;
  }

  // gRPC's calls are for one thread at a time, hence all of these under one lock.

  @Override
  public synchronized void sendHeaders(Metadata headers) {
    if (!ended) {
      super.sendHeaders(headers);
    }
  }

  @Override
  public synchronized void sendMessage(R message) {
    if (!ended) {
      super.sendMessage(message);
    }
  }

  @Override
  public synchronized void close(Status status, Metadata trailers) {
    closed = true;
    if (!ended) {
      super.close(status, trailers);
    }
  }

  @Override
  public synchronized boolean isReady() {
    return !ended && super.isReady();
  }

  @Override
  public synchronized boolean isCancelled() {
    return ended || super.isCancelled();
  }
}
