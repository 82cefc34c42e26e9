package io.portcullis.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.Status.Code;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.portcullis.api.v1.ControlGrpc;
import io.portcullis.api.v1.Status;
import io.portcullis.api.v1.WatchRequest;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of statuses: to those who read, to those who do not, and to too many. */
class WatchKernelTest {

  @TempDir private Path dir = Path.of("");
  @AutoClose private final NetworkNamespace namespace = NetworkNamespace.create("watch");

  private RunningAgent start() throws Exception {
    return RunningAgent.in(dir, namespace, Optional.empty());
  }

  @Test
  void tellsTheStateOfNowAndEachThatFollows() throws Exception {
    try (RunningAgent agent = start()) {
      Iterator<Status> states = agent.client().watch(WatchRequest.getDefaultInstance());
      assertThat(states.next().getRevision()).isZero();

      for (int i = 1; i <= 3; i++) {
        var unused =
            agent.client().apply(Requests.apply("team-a", Requests.deny("one", 30080 + i)).build());

        Status told = states.next();
        while (told.getEnforcedRevision() < i) {
          told = states.next();
        }
        assertThat(told.getEnforcedRevision()).isEqualTo(i);
        assertThat(told.getSources(0).getName()).isEqualTo("team-a");
      }
    }
  }

  /** Reads only when told to. */
  private static final class Slow implements ClientResponseObserver<WatchRequest, Status> {

    private final BlockingQueue<Status> got = new LinkedBlockingQueue<>();
    private Optional<ClientCallStreamObserver<WatchRequest>> call = Optional.empty();

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchRequest> stream) {
      call = Optional.of(stream);
      stream.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(Status status) {
      got.add(status);
    }

    @Override
    public void onError(Throwable e) {}

    @Override
    public void onCompleted() {}
  }

  @Test
  void whoDoesNotReadMissesStatesButNotTheLast() throws Exception {
    int changes = 150;
    try (RunningAgent agent = start()) {
      // So that a status is large, and little of them fits between here and there.
      for (int i = 0; i < 40; i++) {
        var unused =
            agent
                .client()
                .apply(
                    Requests.apply(
                            "team-" + i + "-" + "x".repeat(50),
                            i == 0 ? Requests.deny("p0", 20_000) : Requests.rule("p" + i, 20_000))
                        .build());
      }
      Slow slow = new Slow();
      ControlGrpc.newStub(agent.channel()).watch(WatchRequest.getDefaultInstance(), slow);
      assertThat(slow.got.poll(20, TimeUnit.SECONDS)).isNotNull();
      for (int i = 0; i < changes; i++) {
        var unused =
            agent.client().apply(Requests.apply("last", Requests.rule("q", 30_000 + i)).build());
      }
      long last = agent.store.current().number();

      slow.call.orElseThrow().request(Integer.MAX_VALUE);

      List<Long> told = new ArrayList<>();
      while (told.isEmpty() || told.get(told.size() - 1) < last) {
        Status next = slow.got.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("after %s, waiting for %d", told, last).isNotNull();
        told.add(next.getEnforcedRevision());
      }
      assertThat(told).isSorted();
      assertThat(told.stream().distinct().count()).isLessThan(changes);
    }
  }

  @Test
  void tooManyAreRefusedUntilOneLeaves() throws Exception {
    try (RunningAgent agent = start()) {
      List<Context.CancellableContext> watching = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        Context.CancellableContext context = Context.current().withCancellation();
        watching.add(context);
        Iterator<Status> states =
            context.call(() -> agent.client().watch(WatchRequest.getDefaultInstance()));
        assertThat(context.call(states::next).getNode()).isEqualTo("node1");
      }

      assertThat(Failing.call(() -> first(agent)).getStatus().getCode())
          .isEqualTo(Code.RESOURCE_EXHAUSTED);

      watching.get(0).cancel(null);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!isTaken(agent)) {
        assertThat(System.nanoTime() - deadline).as("still refused after 20 s").isNegative();
      }
      watching.forEach(context -> context.cancel(null));
    }
  }

  private static Status first(RunningAgent agent) {
    return agent.client().watch(WatchRequest.getDefaultInstance()).next();
  }

  private static boolean isTaken(RunningAgent agent) {
    try {
      return first(agent).getNode().equals("node1");
    } catch (io.grpc.StatusRuntimeException e) {
      return false;
    }
  }
}
