package io.portcullis.agent;

import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.TableDump;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A kernel that keeps what is done with it, and at which its user can die. */
final class RecordedKernel implements NftKernel {

  /** The user is gone: nothing catches this. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final NftKernel kernel;
  private final List<String> events = new ArrayList<>();
  private Runnable beforeCommit = () -> {};
  private Runnable beforeWaitEnds = () -> {};
  private int commits;
  private int fatal = Integer.MAX_VALUE;

  RecordedKernel(NftKernel kernel) {
    this.kernel = kernel;
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
    long made = kernel.commit(operations, generation);
    commits++;
    synchronized (this) {
      events.add("commit");
    }
    return made;
  }

  @Override
  public void awaitPackets() {
    kernel.awaitPackets();
    beforeWaitEnds.run();
    synchronized (this) {
      events.add("wait");
    }
  }

  @Override
  public long generation() {
    return kernel.generation();
  }

  @Override
  public List<NftTable> tables() {
    return kernel.tables();
  }

  @Override
  public Optional<Ruleset> dump(NfFamily family, String table) {
    return kernel.dump(family, table);
  }

  @Override
  public Optional<TableDump> dumpWithHandles(NfFamily family, String table) {
    return kernel.dumpWithHandles(family, table);
  }

  @Override
  public List<NftSetElem> elements(NfFamily family, String table, String set, SetElements keys) {
    return kernel.elements(family, table, set, keys);
  }

  @Override
  public void close() {
    kernel.close();
  }
}
