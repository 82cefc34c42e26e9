package io.portcullis.agent.daemon;

import io.portcullis.agent.Restoring.Restored;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.events.NftChange;
import io.portcullis.netlink.nftables.events.NftWatch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Rings when a commit touched our table, by nf_tables' own notifications, and keeps who it was. Our
 * own commits are among them: the reconciler knows those by their generation. Commits to other
 * tables ring nothing. Where the table itself is gone, the watching thread has it restored at once,
 * since the reconciler may be busy with policy.
 */
final class KernelWatch implements AutoCloseable {

  /** Of so many commits the names are kept; of more, it is known that there were more. */
  private static final int MOST = 64;

  /** What {@link NftChange.Touched#what} says of a table that is no more. */
  private static final String GONE = "table deleted";

  private final Bell bell;
  private final String table;
  private final Watching<NftChange> watching;

  /** Only the watching thread uses it: what the commit that is being told did so far. */
  private final Set<String> touched = new LinkedHashSet<>();

  private final Supplier<Optional<Restored>> restore;
  private final List<ForeignChange> changes = new ArrayList<>();
  private final List<Restored> restored = new ArrayList<>();
  private boolean missed;

  private KernelWatch(Bell bell, String table, Supplier<Optional<Restored>> restore) {
    this.bell = bell;
    this.table = table;
    this.restore = restore;
    this.watching = Watching.start("kernel-watch", NftWatch::changes, this::happened, this::lost);
  }

  /**
   * Starts to watch the calling thread's network namespace.
   *
   * @param table of family inet
   * @param restore makes it again if it is gone; called in the watching thread
   * @throws io.portcullis.netlink.NetlinkException if the kernel does not let it subscribe
   */
  static KernelWatch start(Bell bell, String table, Supplier<Optional<Restored>> restore) {
    return new KernelWatch(bell, table, restore);
  }

  private void happened(NftChange change) {
    if (change instanceof NftChange.Touched touch) {
      if (touch.family() == NfFamily.INET && touch.table().equals(table)) {
        touched.add(touch.what());
      }
    } else if (change instanceof NftChange.Committed commit && !touched.isEmpty()) {
      keep(
          new ForeignChange(commit.generation(), commit.process(), commit.processName(), touched),
          touched.contains(GONE));
      touched.clear();
      bell.ring(Bell.Reason.KERNEL);
    }
  }

  private synchronized void keep(ForeignChange change, boolean gone) {
    if (gone) {
      restore.get().ifPresent(restored::add);
    }
    if (changes.size() < MOST) {
      changes.add(change);
    } else {
      missed = true;
    }
  }

  private void lost() {
    touched.clear();
    synchronized (this) {
      restore.get().ifPresent(restored::add);
      missed = true;
    }
    bell.ring(Bell.Reason.KERNEL);
  }

  /**
   * What was seen since the last time. Waits for a table that is being made again, so that whoever
   * finds that table in the kernel is told of it here afterwards.
   */
  synchronized Seen take() {
    Seen seen = new Seen(changes, restored, missed);
    changes.clear();
    restored.clear();
    missed = false;
    return seen;
  }

  /**
   * What was seen.
   *
   * @param changes to our table in the order of their commits, our own included
   * @param restored what was made again meanwhile
   * @param missed whether there may have been others
   */
  record Seen(List<ForeignChange> changes, List<Restored> restored, boolean missed) {

    Seen {
      restored = List.copyOf(restored);
      changes = List.copyOf(changes);
    }
  }

  @Override
  public void close() {
    watching.close();
  }
}
