package io.portcullis.agent;

import io.portcullis.netlink.nftables.NftKernel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Packets that may have met the ruleset before our last commit: the next one has to wait until they
 * are gone, or they could meet both. A thread waits for that from each commit on, so that whoever
 * comes a little later does not wait at all.
 */
final class InFlight {

  private final NftKernel kernel;
  private FutureTask<Boolean> gone;

  /** As if there had been a commit right now: by an agent that has just ended, perhaps. */
  InFlight(NftKernel kernel) {
    this.kernel = kernel;
    this.gone = new FutureTask<>(() -> true);
    committed();
  }

  /** From now on, packets of before this moment count. */
  void committed() {
    gone = new FutureTask<>(kernel::awaitPackets, true);
    Thread thread = new Thread(gone, "packets-in-flight");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Waits until they are gone; an interrupt does not shorten that, for whoever waits is about to
   * commit.
   *
   * @throws RuntimeException if the kernel does not let anybody wait
   */
  void await() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          boolean unused = gone.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          committed();
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
