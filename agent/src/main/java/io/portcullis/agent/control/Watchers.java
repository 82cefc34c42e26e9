package io.portcullis.agent.control;

import io.grpc.stub.ServerCallStreamObserver;
import io.portcullis.agent.state.PolicyStore;
import io.portcullis.api.v1.Status;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Streams of statuses. Nothing is queued: whoever reads slowly gets the status of the moment when
 * there is room again, and whoever does not read at all costs one status.
 */
final class Watchers {

  /** Streams at most. */
  private static final int MAX = 64;

  private final PolicyStore store;
  private final StatusReader statuses;
  private final Executor executor;
  private final AtomicInteger open = new AtomicInteger();

  Watchers(PolicyStore store, StatusReader statuses, Executor executor) {
    this.store = store;
    this.statuses = statuses;
    this.executor = executor;
  }

  void start(ServerCallStreamObserver<Status> observer) {
    if (open.incrementAndGet() > MAX) {
      open.decrementAndGet();
      observer.onError(
          io.grpc.Status.RESOURCE_EXHAUSTED
              .withDescription("there are " + MAX + " watchers already")
              .asRuntimeException());
      return;
    }
    Stream stream = new Stream(observer);
    observer.setOnReadyHandler(stream::wake);
    observer.setOnCancelHandler(stream::end);
    store.watch(stream::wake, stream);
    stream.wake();
  }

  private final class Stream {

    private final ServerCallStreamObserver<Status> observer;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private Optional<Status> last = Optional.empty();

    Stream(ServerCallStreamObserver<Status> observer) {
      this.observer = observer;
    }

    void wake() {
      // The store's threads wait for nobody, so that what is sent is sent elsewhere.
      if (woken.compareAndSet(false, true)) {
        executor.execute(this::push);
      }
    }

    private synchronized void push() {
      woken.set(false);
      if (observer.isCancelled() || !observer.isReady()) {
        return;
      }
      Status now = statuses.read();
      // That time goes by is no change.
      Optional<Status> timeless = Optional.of(now.toBuilder().clearStaleMillis().build());
      if (!timeless.equals(last)) {
        last = timeless;
        observer.onNext(now);
      }
    }

    private void end() {
      if (ended.compareAndSet(false, true)) {
        store.unwatch(this);
        open.decrementAndGet();
      }
    }
  }
}
