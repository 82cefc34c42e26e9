package io.portcullis.agent.daemon;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
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
    /** The daemon is to end. */
    STOP
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private final EnumSet<Reason> reasons = EnumSet.noneOf(Reason.class);

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
   * Waits until it rings, and takes all reasons there are.
   *
   * @return none if nothing rang for that long
   */
  Set<Reason> await(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (reasons.isEmpty() && left > 0) {
        left = rung.awaitNanos(left);
      }
      EnumSet<Reason> taken = EnumSet.copyOf(reasons);
      reasons.clear();
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
