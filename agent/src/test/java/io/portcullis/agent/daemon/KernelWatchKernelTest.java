package io.portcullis.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.agent.Restoring.Restored;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.Subscription;
import io.portcullis.netlink.nftables.events.NftChange;
import io.portcullis.netlink.nftables.events.NftWatch;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the kernel tells of commits, as the daemon takes it. */
@Timeout(60)
class KernelWatchKernelTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Set<Thread.State> ENDS =
      EnumSet.of(Thread.State.BLOCKED, Thread.State.TERMINATED);

  private final NetworkNamespace namespace = NetworkNamespace.create("kernel-watch");
  private final Bell bell = new Bell();

  @AfterEach
  void close() {
    namespace.close();
  }

  private void nft(String script) {
    Shell.must(namespace, script, "nft", "-f", "-");
  }

  @Test
  void aCommitToTheTableIsNamedAndOthersAreNotSeen() throws Exception {
    nft("table inet ours { set s { type inet_service; }; chain c { }; }; table inet other { }");
    try (KernelWatch watch =
        namespace.call(() -> KernelWatch.start(bell, "ours", Optional::empty))) {
      nft("add rule inet ours c accept; add element inet ours s { 1 }");
      assertThat(bell.await(PATIENCE)).containsExactly(Bell.Reason.KERNEL);
      ForeignChange seen = only(watch.take());
      assertThat(seen.what()).containsExactlyInAnyOrder("rule added", "elements added");
      assertThat(seen.processName()).contains("nft");
      assertThat(seen.process()).isPresent();
      assertThat(seen.generation()).isEqualTo(generation());

      nft("add chain inet other c; add table ip ours");
      nft("flush ruleset");
      assertThat(bell.await(PATIENCE)).containsExactly(Bell.Reason.KERNEL);
      ForeignChange flushed = only(watch.take());
      assertThat(flushed.what()).contains("rule deleted", "chain deleted", "table deleted");
      assertThat(flushed.generation()).isEqualTo(generation()).isEqualTo(seen.generation() + 2);
    }
  }

  private static ForeignChange only(KernelWatch.Seen seen) {
    assertThat(seen.missed()).isFalse();
    assertThat(seen.changes()).hasSize(1);
    return seen.changes().get(0);
  }

  private long generation() throws Exception {
    return namespace.call(
        () -> {
          try (var tables = io.portcullis.netlink.nftables.NfTables.open()) {
            return tables.generation();
          }
        });
  }

  @Test
  void eventsThatDoNotFitAreToldAsLossAndTheWatchGoesOn() throws Exception {
    String elements =
        IntStream.rangeClosed(1, 5_000)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", "));
    nft("table inet ours { set s { type inet_service; }; }");
    ConcurrentLinkedQueue<Object> told = new ConcurrentLinkedQueue<>();
    CountDownLatch slow = new CountDownLatch(1);
    Watching<NftChange> watching =
        namespace.call(
            () ->
                Watching.start(
                    "small",
                    KernelWatchKernelTest::small,
                    change -> {
                      waitFor(slow);
                      told.add(change);
                    },
                    () -> told.add("lost")));
    try (watching) {
      nft("add element inet ours s { " + elements + " }");
      slow.countDown();
      boolean lost = Awaiting.until(() -> told.contains("lost"), is -> is, PATIENCE);
      assertThat(lost).isTrue();

      nft("add table inet later");

      Set<String> tables =
          Awaiting.until(
              () ->
                  told.stream()
                      .filter(NftChange.Touched.class::isInstance)
                      .map(change -> ((NftChange.Touched) change).table())
                      .collect(Collectors.toSet()),
              seen -> seen.contains("later"),
              PATIENCE);
      assertThat(tables).contains("later");
    }
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Subscription<NftChange> small() {
    Subscription<NftChange> subscription = NftWatch.changes();
    subscription.receiveBuffer(1);
    return subscription;
  }

  @Test
  void whoeverFindsATableThatWasMadeAgainIsToldOfIt() throws Exception {
    CountDownLatch there = new CountDownLatch(1);
    CountDownLatch slow = new CountDownLatch(1);
    nft("table inet ours");
    try (KernelWatch watch =
        namespace.call(
            () ->
                KernelWatch.start(
                    bell,
                    "ours",
                    () -> {
                      nft("table inet ours");
                      there.countDown();
                      waitFor(slow);
                      return Optional.of(new Restored(7, 1));
                    }))) {
      nft("delete table inet ours");
      waitFor(there);
      FutureTask<KernelWatch.Seen> taking = new FutureTask<>(watch::take);
      Thread thread = new Thread(taking);
      thread.start();
      Awaiting.until(thread::getState, ENDS::contains, PATIENCE);
      slow.countDown();

      KernelWatch.Seen seen = taking.get();
      assertThat(seen.restored()).containsExactly(new Restored(7, 1));
      // What made it again may be told too by then.
      assertThat(seen.changes().get(0).what()).containsExactly("table deleted");
    }
  }

  @Test
  void moreChangesThanAreKeptAreToldAsMissed() throws Exception {
    nft("table inet ours { chain c { }; }");
    try (KernelWatch watch =
        namespace.call(() -> KernelWatch.start(bell, "ours", Optional::empty))) {
      for (int i = 0; i < 70; i++) {
        nft("add rule inet ours c counter");
      }
      List<ForeignChange> seen = new ArrayList<>();
      boolean missed =
          Awaiting.until(
              () -> {
                KernelWatch.Seen next = watch.take();
                seen.addAll(next.changes());
                return next.missed();
              },
              m -> m,
              PATIENCE);
      assertThat(missed).isTrue();
      assertThat(seen).hasSize(64);
    }
  }
}
