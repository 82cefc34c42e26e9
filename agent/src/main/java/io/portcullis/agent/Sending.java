package io.portcullis.agent;

import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.policy.address.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends batches such that no packet meets two of them, and keeps which generations they made. */
final class Sending {

  /** Nobody asks for more of them than a few plans make. */
  private static final int MOST = 1024;

  private final NftKernel kernel;
  private final InFlight inFlight;
  private final List<Long> made = new ArrayList<>();

  Sending(NftKernel kernel) {
    this.kernel = kernel;
    this.inFlight = new InFlight(kernel);
  }

  /**
   * Sends one batch, once every packet of before the last one has gone.
   *
   * @param generation that it is meant for; 0 for whatever there is
   * @return the generation that it made
   */
  long send(List<NftOperation> batch, long generation) {
    awaitPackets(Optional.empty());
    return sendAtOnce(batch, generation);
  }

  /**
   * Waits until every packet has gone that may meet both a batch of before and one that comes now.
   *
   * @param sources of all packets that may meet the one that comes; empty if any may
   */
  void awaitPackets(Optional<List<Prefix>> sources) {
    inFlight.await(sources);
  }

  /** Sends one batch, whatever packets may meet. */
  long sendAtOnce(List<NftOperation> batch, long generation) {
    return sendAtOnce(batch, generation, Optional.empty());
  }

  /**
   * Sends one batch, whatever packets may meet.
   *
   * @param sources of all packets that may meet it; empty if any may
   */
  long sendAtOnce(List<NftOperation> batch, long generation, Optional<List<Prefix>> sources) {
    try {
      long next = kernel.commit(batch, generation);
      if (made.size() < MOST) {
        made.add(next);
      }
      return next;
    } finally {
      // Also if the answer was lost.
      inFlight.committed(sources);
    }
  }

  /** The generations that were made since this was asked the last time. */
  List<Long> takeMade() {
    List<Long> taken = List.copyOf(made);
    made.clear();
    return taken;
  }
}
