package io.portcullis.agent;

import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.policy.address.Prefix;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Packets that may have met the ruleset before one of our last commits: the next one has to wait
 * until they are gone, or they could meet both. A thread waits for that from each commit on, so
 * that whoever comes a little later does not wait at all. Nor does who changes nothing that a
 * packet could meet besides a change of before: a packet has one source.
 */
final class InFlight {

  /** Comparing more sources than these with each other takes longer than to wait. */
  private static final int MANY = 256;

  private final NftKernel kernel;
  private final Deque<Commit> open = new ArrayDeque<>();

  /** One whose packets of before may still be there; no sources if any packet may have met it. */
  private record Commit(Optional<List<Prefix>> sources, FutureTask<Boolean> gone) {}

  /** As if there had been a commit right now: by an agent that has just ended, perhaps. */
  InFlight(NftKernel kernel) {
    this.kernel = kernel;
    committed(Optional.empty());
  }

  /**
   * From now on, packets of before this moment count.
   *
   * @param sources of all packets that may meet the change; empty if any may
   */
  void committed(Optional<List<Prefix>> sources) {
    FutureTask<Boolean> gone = new FutureTask<>(kernel::awaitPackets, true);
    Thread thread = new Thread(gone, "packets-in-flight");
    thread.setDaemon(true);
    thread.start();
    open.add(new Commit(sources, gone));
  }

  /**
   * Waits until those are gone that may meet a change which comes now; an interrupt does not
   * shorten that, for whoever waits is about to commit.
   *
   * @param sources of all packets that may meet that change; empty if any may
   * @throws RuntimeException if the kernel does not let anybody wait
   */
  void await(Optional<List<Prefix>> sources) {
    open.removeIf(commit -> commit.gone().isDone() && !failed(commit));
    int wait = 0;
    int number = 0;
    int count = 0;
    for (Commit commit : open) {
      number++;
      count += commit.sources().map(List::size).orElse(0);
      if (count > MANY || mayMeet(commit.sources(), sources)) {
        wait = number;
      }
    }
    for (; wait > 0; wait--) {
      // What waits for a later one has waited for earlier ones too.
      await(open.remove());
    }
  }

  private static boolean failed(Commit commit) {
    try {
      return !commit.gone().get();
    } catch (InterruptedException | ExecutionException e) {
      return true;
    }
  }

  private static boolean mayMeet(Optional<List<Prefix>> some, Optional<List<Prefix>> others) {
    if (some.isEmpty() || others.isEmpty() || others.get().size() > MANY) {
      return true;
    }
    for (Prefix one : some.get()) {
      for (Prefix other : others.get()) {
        if (one.contains(other.address()) || other.contains(one.address())) {
          return true;
        }
      }
    }
    return false;
  }

  private void await(Commit commit) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          boolean unused = commit.gone().get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          committed(Optional.empty());
          throw e.getCause() instanceof RuntimeException known
              ? known
              : new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
