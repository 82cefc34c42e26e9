package io.portcullis.agent.control;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Refuses requests whose bytes are no message, with a line in the audit log. It stands before they
 * are read, with messages as streams: what is thrown further in is a fault to gRPC, which logs it
 * with its stack.
 */
final class Malformed implements ServerInterceptor {

  private final Refused refused;

  Malformed(Refused refused) {
    this.refused = refused;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    AtomicBoolean over = new AtomicBoolean();
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(Q message) {
        try {
          super.onMessage(message);
        } catch (StatusRuntimeException e) {
          String method = call.getMethodDescriptor().getFullMethodName();
          refused.tell(Caller.KEY.get().name() + ": " + method + " with what is no message");
          over.set(true);
          call.close(
              Status.INVALID_ARGUMENT.withDescription("the request is no message of " + method),
              new Metadata());
        }
      }

      @Override
      public void onHalfClose() {
        // It has had its answer.
        if (!over.get()) {
          super.onHalfClose();
        }
      }
    };
  }
}
