package io.portcullis.integration.load;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.Status;
import io.portcullis.api.v1.ApplyResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Applies at a fixed rate, whatever becomes of them: each is timed from when it was due, so that
 * waiting for a slow one counts for all that come behind it. One source has one apply at a time;
 * its version goes up by one with each.
 */
final class Load {

  private static final int DEADLINE_SECONDS = 30;

  /** Counted with what was refused: it was not asked for, since all sources wait for an answer. */
  static final String NOT_ASKED = "client: no source is free";

  private final Client client;
  private final Tenants tenants;
  private final int[] versions;
  private final Deque<Integer> free = new ArrayDeque<>();
  private final Map<String, Integer> refused = new TreeMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private Histogram histogram = new Histogram();
  private long firstRevision;
  private long lastRevision;
  private int mostOpen;

  Load(Client client, Tenants tenants, long seed) {
    this.client = client;
    this.tenants = tenants;
    this.versions = new int[tenants.count()];
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < tenants.count(); i++) {
      all.add(i);
    }
    Collections.shuffle(all, new Random(seed));
    free.addAll(all);
  }

  /** Fills all sources with their first version; the number of answers is told now and then. */
  void fill(IntConsumer progress) throws InterruptedException {
    synchronized (this) {
      free.clear();
    }
    CountDownLatch left = new CountDownLatch(tenants.count());
    for (int source = 0; source < tenants.count(); source++) {
      while (open.get() >= 900) {
        LockSupport.parkNanos(1_000_000);
      }
      send(source, System.nanoTime(), left::countDown);
    }
    while (!left.await(1, TimeUnit.SECONDS)) {
      progress.accept(tenants.count() - (int) left.getCount());
    }
    if (!refused().isEmpty()) {
      throw new IllegalStateException("the first applies were refused: " + refused());
    }
  }

  /**
   * Applies for a time.
   *
   * @param perSecond how many
   * @return what came of them
   */
  Result run(int perSecond, long seconds, IntConsumer progress) throws InterruptedException {
    synchronized (this) {
      histogram = new Histogram();
      refused.clear();
      firstRevision = 0;
      mostOpen = 0;
    }
    long count = perSecond * seconds;
    CountDownLatch left = new CountDownLatch((int) count);
    long began = System.nanoTime();
    for (long i = 0; i < count; i++) {
      long due = began + i * 1_000_000_000L / perSecond;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      Integer source = next();
      if (source == null) {
        note(NOT_ASKED);
        left.countDown();
        continue;
      }
      send(source, due, left::countDown);
      if (i % perSecond == 0) {
        progress.accept((int) (i / perSecond));
      }
    }
    boolean all = left.await(DEADLINE_SECONDS + 10, TimeUnit.SECONDS);
    double took = (System.nanoTime() - began) / 1e9;
    synchronized (this) {
      if (!all) {
        note("no answer");
      }
      return new Result(
          count,
          took,
          histogram,
          new TreeMap<>(refused),
          lastRevision - firstRevision + 1,
          mostOpen);
    }
  }

  /**
   * What came of some applies.
   *
   * @param asked how many
   * @param seconds from the first to the last answer
   * @param enforced times of those that were acknowledged
   * @param refused how many by reason
   * @param revisions they made
   * @param mostOpen unanswered at once
   */
  record Result(
      long asked,
      double seconds,
      Histogram enforced,
      Map<String, Integer> refused,
      long revisions,
      int mostOpen) {}

  private synchronized @Nullable Integer next() {
    return free.poll();
  }

  private void send(int source, long due, Runnable answered) {
    int now = open.incrementAndGet();
    int version;
    synchronized (this) {
      mostOpen = Math.max(mostOpen, now);
      version = versions[source] + 1;
    }
    Futures.addCallback(
        client.apply(tenants.apply(source, version), DEADLINE_SECONDS),
        new FutureCallback<ApplyResponse>() {
          @Override
          public void onSuccess(@Nullable ApplyResponse response) {
            acknowledged(
                source, version, Objects.requireNonNull(response), (System.nanoTime() - due) / 1e6);
            answered.run();
          }

          @Override
          public void onFailure(Throwable error) {
            open.decrementAndGet();
            note(Status.fromThrowable(error).getCode().name());
            answered.run();
          }
        },
        MoreExecutors.directExecutor());
  }

  private synchronized void acknowledged(
      int source, int version, ApplyResponse response, double millis) {
    open.decrementAndGet();
    versions[source] = version;
    histogram.add(millis);
    firstRevision = firstRevision == 0 ? response.getRevision() : firstRevision;
    lastRevision = Math.max(lastRevision, response.getRevision());
    free.add(source);
  }

  private synchronized void note(String reason) {
    refused.merge(reason, 1, Integer::sum);
  }

  synchronized Map<String, Integer> refused() {
    return new TreeMap<>(refused);
  }

  /** The version of a source that was acknowledged last; sources that were refused say no more. */
  synchronized int version(int source) {
    return versions[source];
  }

  /** Takes a source out of the load, if it is free. */
  synchronized boolean take(int source) {
    return free.remove(source);
  }

  /** Gives it back, with the version that was acknowledged. */
  synchronized void giveBack(int source, int version) {
    versions[source] = version;
    free.add(source);
  }
}
