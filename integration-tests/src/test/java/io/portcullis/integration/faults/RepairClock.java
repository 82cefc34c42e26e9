package io.portcullis.integration.faults;

import io.portcullis.netlink.Notification;
import io.portcullis.netlink.Subscription;
import io.portcullis.netlink.nftables.events.NftChange;
import io.portcullis.netlink.nftables.events.NftWatch;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** How long a namespace is without the agent's table, from notification to notification. */
final class RepairClock implements AutoCloseable {

  private static final long BOUND = TimeUnit.SECONDS.toNanos(60);
  private static final String TABLE = "portcullis";

  private final Subscription<NftChange> subscription;
  private final Thread thread = new Thread(this::run, "repair-clock");
  private final List<Double> millis = new ArrayList<>();
  private final Set<String> touched = new HashSet<>();
  private long gone;
  private boolean isGone;
  private volatile boolean closed;

  RepairClock(NetworkNamespace namespace) throws Exception {
    subscription = namespace.call(NftWatch::changes);
    subscription.receiveBuffer(64 << 20);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (!closed) {
      for (Notification<NftChange> told : subscription.poll(Duration.ofMillis(100))) {
        if (told instanceof Notification.Happened<NftChange> happened) {
          take(happened.event());
        }
      }
    }
    subscription.close();
  }

  private synchronized void take(NftChange change) {
    if (change instanceof NftChange.Touched touch) {
      if (touch.table().equals(TABLE)) {
        touched.add(touch.what());
      }
      return;
    }
    if (touched.contains("table deleted")) {
      gone = System.nanoTime();
      isGone = true;
    } else if (isGone && touched.contains("rule added")) {
      millis.add((System.nanoTime() - gone) / 1e6);
      isGone = false;
    }
    touched.clear();
  }

  private synchronized int repairs() {
    return millis.size();
  }

  /** Waits until the table has come back so many times. */
  void awaitRepairs(int count) {
    long deadline = System.nanoTime() + BOUND;
    while (repairs() < count) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("the table is gone: " + this);
      }
      LockSupport.parkNanos(100_000);
    }
  }

  /** The distribution. */
  @Override
  public synchronized String toString() {
    List<Double> sorted = millis.stream().sorted().toList();
    return sorted.isEmpty()
        ? "no repairs"
        : sorted.size()
            + " repairs; of 0, 50, 90, 99, 99.9, 100 in 100 it took at most "
            + DoubleStream.of(0, 0.5, 0.9, 0.99, 0.999, 1)
                .map(part -> sorted.get((int) Math.ceil(part * (sorted.size() - 1))))
                .mapToObj(of -> String.format(Locale.ROOT, "%.1f", of))
                .collect(Collectors.joining(", "))
            + " ms";
  }

  @Override
  public void close() {
    closed = true;
  }
}
