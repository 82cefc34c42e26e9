package io.portcullis.agent;

import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.NftOperation;
import java.util.ArrayList;
import java.util.List;

/** A kernel that keeps what is done with it, and at which its user can die. */
final class RecordedKernel extends ForwardingKernel {

  /** The user is gone: nothing catches this. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final List<String> events = new ArrayList<>();
  private Runnable beforeCommit = () -> {};
  private Runnable beforeWaitEnds = () -> {};
  private int commits;
  private int fatal = Integer.MAX_VALUE;

  RecordedKernel(NftKernel kernel) {
    super(kernel);
  }

  /** {@code commit}s and the ends of {@code wait}s, since the last time this was asked. */
  synchronized List<String> takeEvents() {
    List<String> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  /** After that many more commits that the kernel took, its user dies. */
  void dieAfter(int more) {
    fatal = commits + more;
  }

  /** Something that happens each time right before a commit. */
  void beforeCommit(Runnable something) {
    beforeCommit = something;
  }

  /** Something that happens each time right before a wait ends. */
  void beforeWaitEnds(Runnable something) {
    beforeWaitEnds = something;
  }

  @Override
  public long commit(List<NftOperation> operations, long generation) {
    if (commits == fatal) {
      throw new Died();
    }
    beforeCommit.run();
    long made = super.commit(operations, generation);
    commits++;
    synchronized (this) {
      events.add("commit");
    }
    return made;
  }

  @Override
  public void awaitPackets() {
    super.awaitPackets();
    beforeWaitEnds.run();
    synchronized (this) {
      events.add("wait");
    }
  }
}
