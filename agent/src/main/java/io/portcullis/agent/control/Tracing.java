package io.portcullis.agent.control;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.agent.state.Enforced;
import io.portcullis.api.v1.PacketTrace;
import io.portcullis.api.v1.TraceRequest;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.NetlinkException;
import io.portcullis.netlink.Notification;
import io.portcullis.netlink.Subscription;
import io.portcullis.netlink.nftables.Trace;
import io.portcullis.netlink.nftables.events.NftWatch;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.sys.SystemCallException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Traces of packets, each in a thread of its own, for as long as its call. */
final class Tracing implements AutoCloseable {

  private static final Logger AUDIT = LoggerFactory.getLogger("portcullis.audit");

  /** At once. */
  private static final int MOST = 4;

  private static final int MOST_PACKETS = 1000;
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final Node node;
  private final BitSet taken = new BitSet();
  private volatile boolean closed;

  Tracing(Node node) {
    this.node = node;
  }

  /**
   * Starts one.
   *
   * @throws AgentException if there is no policy, or the kernel refuses
   */
  void start(TraceRequest request, ServerCallStreamObserver<PacketTrace> observer) {
    List<Expression> matching = TraceFilter.of(request);
    int asked = PacketRequest.within("count", request.getCount(), MOST_PACKETS);
    Enforced unused = node.held();
    // So that the observer may be asked whether its call was cancelled.
    observer.setOnCancelHandler(() -> {});
    int number = number();
    TraceTable table;
    Subscription<Trace> traces;
    try {
      traces = NftWatch.traces();
      try {
        table = TraceTable.make(TraceTable.NAME + number, matching);
      } catch (RuntimeException e) {
        traces.close();
        throw e;
      }
    } catch (NetlinkException e) {
      free(number);
      throw new AgentException(
              ExitCode.KERNEL_REFUSED,
              String.valueOf(e.getMessage()),
              "run the agent as root, or with CAP_NET_ADMIN")
          .causedBy(e);
    } catch (RuntimeException e) {
      free(number);
      throw e;
    }
    AUDIT.info("{}: trace", Caller.KEY.get().name());
    // In the network namespace of the thread that starts it.
    Threads.named("trace")
        .newThread(
            () -> {
              try (traces;
                  table) {
                run(traces, number, Math.max(1, asked), observer);
              } finally {
                free(number);
              }
            })
        .start();
  }

  private synchronized int number() {
    int number = taken.nextClearBit(1);
    if (number > MOST) {
      throw Status.RESOURCE_EXHAUSTED
          .withDescription(MOST + " traces run already")
          .asRuntimeException();
    }
    taken.set(number);
    return number;
  }

  private synchronized void free(int number) {
    taken.clear(number);
  }

  private void run(
      Subscription<Trace> traces,
      int number,
      int count,
      ServerCallStreamObserver<PacketTrace> observer) {
    TraceFollower follower = new TraceFollower(TraceTable.NAME + number, new TraceNames(node));
    int told = 0;
    try {
      while (told < count && !observer.isCancelled() && !closed) {
        for (Notification<Trace> next : poll(traces)) {
          if (next instanceof Notification.Happened<Trace> happened && told < count) {
            Optional<PacketTrace> whole = follower.step(happened.event());
            if (whole.isPresent() && observer.isReady()) {
              observer.onNext(whole.get());
              told++;
            }
          }
        }
      }
      if (closed) {
        observer.onError(Statuses.of(io.portcullis.agent.state.Refusals.ending()));
      } else if (!observer.isCancelled()) {
        observer.onCompleted();
      }
    } catch (SystemCallException | AgentException e) {
      observer.onError(Statuses.of(e));
    }
  }

  private static List<Notification<Trace>> poll(Subscription<Trace> traces) {
    try {
      return traces.poll(PATIENCE);
    } catch (MalformedMessageException e) {
      return List.of();
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
