package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.address.Prefix;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which commits wait for packets of before which others. */
@Timeout(60)
class InFlightTest {

  private final CountDownLatch gone = new CountDownLatch(1);
  private final RecordedKernel kernel = new RecordedKernel(new FakeNode().connect());
  private final InFlight inFlight = new InFlight(kernel);

  @AfterEach
  void let() {
    gone.countDown();
  }

  /** From now on, packets stay until {@link #gone}. */
  private void commit(String... sources) {
    inFlight.await(Optional.empty());
    kernel.beforeWaitEnds(
        () -> {
          try {
            gone.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    inFlight.committed(of(sources));
  }

  private static Optional<List<Prefix>> of(String... sources) {
    return Optional.of(List.of(sources).stream().map(Prefix::parse).toList());
  }

  private void requireNoWait(String... sources) {
    inFlight.await(of(sources));
    assertThat(gone.getCount()).isEqualTo(1);
  }

  private void requireWait(Optional<List<Prefix>> sources) throws Exception {
    FutureTask<Boolean> waiting = new FutureTask<>(() -> inFlight.await(sources), true);
    Thread thread = new Thread(waiting);
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      assertThat(thread.isAlive()).as("it waits").isTrue();
      Thread.onSpinWait();
    }
    assertThat(waiting.isDone()).isFalse();
    gone.countDown();
    assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatNoPacketMeetsBesidesIsNotWaitedFor() {
    commit("10.1.0.0/16", "2001:db8:1::/48");
    requireNoWait("10.2.0.0/16", "10.0.255.255/32", "2001:db8:2::/48");
    inFlight.committed(of("10.2.0.0/16"));
    requireNoWait("10.3.0.0/16");
    requireNoWait();
  }

  @Test
  void whatIsWithinAChangeOfBeforeWaits() throws Exception {
    commit("10.9.0.0/16", "10.1.0.0/16");
    requireWait(of("192.0.2.0/24", "10.1.2.0/24"));
  }

  @Test
  void whatHoldsAChangeOfBeforeWaits() throws Exception {
    commit("10.1.2.3/32");
    inFlight.committed(of("10.7.0.0/16"));
    requireWait(of("10.1.0.0/16"));
  }

  @Test
  void theSamePrefixWaits() throws Exception {
    commit("2001:db8::/32");
    requireWait(of("2001:db8::/32"));
  }

  @Test
  void whateverAnyPacketMayMeetWaits() throws Exception {
    commit("10.1.0.0/16");
    requireWait(Optional.empty());
  }

  @Test
  void afterWhatAnyPacketMayHaveMetEverythingWaits() throws Exception {
    commit("10.1.0.0/16");
    inFlight.committed(Optional.empty());
    requireWait(of("10.2.0.0/16"));
  }

  @Test
  void manySourcesWait() throws Exception {
    commit(IntStream.range(0, 300).mapToObj(i -> "10.1." + i / 2 + ".0/24").toArray(String[]::new));
    requireWait(of("10.2.0.0/16"));
  }
}
