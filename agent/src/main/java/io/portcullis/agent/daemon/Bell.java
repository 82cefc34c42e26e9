package io.portcullis.agent.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What wakes the reconciler. However often it is rung while the reconciler works, it is answered
 * once: changes coalesce.
 */
final class Bell {

  /** Why it rings. */
  enum Reason {
    /** Policy may have changed. */
    POLICY,
    /** A source has another draft, whole. */
    SOURCES,
    /** Links or addresses may have changed. */
    LINKS,
    /** The kernel may no longer hold what it should. */
    KERNEL,
    /** Somebody asks for all of it to be looked at. */
    LOOK,
    /** The daemon is to end. */
    STOP
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private final EnumSet<Reason> reasons = EnumSet.noneOf(Reason.class);

  /** Those who wait for an answer that was not begun, and for the one that is worked on. */
  private List<CompletableFuture<Void>> asking = new ArrayList<>();

  private List<CompletableFuture<Void>> inWork = List.of();
  private boolean closed;

  void ring(Reason reason) {
    lock.lock();
    try {
      if (reasons.add(reason)) {
        rung.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Rings, and tells when what it was rung for is done.
   *
   * @return cancelled if the reconciler ends before
   */
  CompletableFuture<Void> ask(Reason reason) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    lock.lock();
    try {
      if (closed) {
        boolean unused = done.cancel(false);
        return done;
      }
      asking.add(done);
      ring(reason);
      return done;
    } finally {
      lock.unlock();
    }
  }

  /** Nobody answers any more. */
  void close() {
    List<CompletableFuture<Void>> left;
    lock.lock();
    try {
      closed = true;
      left = new ArrayList<>(asking);
      left.addAll(inWork);
    } finally {
      lock.unlock();
    }
    left.forEach(asked -> asked.cancel(false));
  }

  /**
   * Says that what it rang for last is done, waits until it rings, and takes all reasons there are.
   *
   * @return none if nothing rang for that long
   */
  Set<Reason> await(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    // Completed without the lock: whoever waits may ring at once.
    inWork.forEach(asked -> asked.complete(null));
    lock.lockInterruptibly();
    try {
      inWork = List.of();
      while (reasons.isEmpty() && left > 0) {
        left = rung.awaitNanos(left);
      }
      EnumSet<Reason> taken = EnumSet.copyOf(reasons);
      reasons.clear();
      inWork = asking;
      asking = new ArrayList<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Waits a little, unless it rings to stop: for a writer to finish, or a kernel to recover. */
  boolean stopsWithin(Duration pause) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(pause.toMillis());
    lock.lockInterruptibly();
    try {
      while (!reasons.contains(Reason.STOP) && left > 0) {
        left = rung.awaitNanos(left);
      }
      return reasons.contains(Reason.STOP);
    } finally {
      lock.unlock();
    }
  }
}
