package io.portcullis.netlink.nftables;

import io.portcullis.netlink.NetlinkSocket;
import io.portcullis.netlink.sys.Errno;
import io.portcullis.netlink.sys.GracePeriod;
import io.portcullis.netlink.sys.SystemCallException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * nf_tables of one network namespace: that of the thread which opened this.
 *
 * <p>Safe for use by several threads, one request at a time.
 */
public final class NfTables implements NftKernel {

  /** How often a dump is made again because somebody changes nf_tables at the same time. */
  private static final int DUMP_ATTEMPTS = 16;

  private final NftSession session;
  private final Listings listings;

  private NfTables(NftSession session) {
    this.session = session;
    this.listings = new Listings(session);
  }

  /**
   * Opens a socket in the calling thread's network namespace, and asks it for the generation.
   *
   * @throws NftException with {@link NftException.Reason#NO_NFTABLES} or {@link
   *     NftException.Reason#NOT_PERMITTED}
   */
  public static NfTables open() {
    return open(NetlinkSocket.NETLINK_NETFILTER);
  }

  /** For tests of what other kernels answer. */
  static NfTables open(int protocol) {
    NetlinkSocket socket;
    try {
      socket = NetlinkSocket.open(protocol);
    } catch (SystemCallException e) {
      throw new NftException(
          NftException.reason(e.errno()), e.errno(), "opening a netfilter netlink socket");
    }
    NfTables tables = new NfTables(new NftSession(socket));
    try {
      long unused = tables.generation();
      return tables;
    } catch (RuntimeException e) {
      tables.close();
      throw e instanceof NftException refused ? opening(refused) : e;
    }
  }

  /**
   * What an error about the first question means: nfnetlink_rcv_msg() answers EINVAL where no
   * subsystem of that number is registered.
   */
  static NftException opening(NftException e) {
    boolean missing = e.errno() == Errno.EINVAL || e.errno() == Errno.EOPNOTSUPP;
    return missing
        ? new NftException(NftException.Reason.NO_NFTABLES, e.errno(), "opening nf_tables")
        : e;
  }

  @Override
  public synchronized long generation() {
    return listings.generation();
  }

  @Override
  public synchronized List<NftTable> tables() {
    return stable(listings::tables);
  }

  /**
   * The chains of all tables, without their rules: who stands at which hook.
   *
   * @throws NftException if the kernel refuses, or changes all the time
   */
  public synchronized List<TableChain> chains() {
    return stable(listings::chains);
  }

  @Override
  public synchronized Optional<Ruleset> dump(NfFamily family, String table) {
    return dumpWithHandles(family, table).map(TableDump::ruleset);
  }

  @Override
  public synchronized Optional<TableDump> dumpWithHandles(NfFamily family, String table) {
    Dump dump = new Dump(session, family, table);
    return stable(() -> dump.read(this::generation)).map(TableOutline::dump);
  }

  /**
   * As {@link #dumpWithHandles}, but without the elements of some sets.
   *
   * @param without names of sets; those that are not there do not matter
   * @throws NftException if the kernel refuses, or changes all the time
   */
  public synchronized Optional<TableOutline> outline(
      NfFamily family, String table, Set<String> without) {
    Dump dump = new Dump(session, family, table, without);
    return stable(() -> dump.read(this::generation));
  }

  @Override
  public synchronized List<NftSetElem> elements(
      NfFamily family, String table, String set, SetElements keys) {
    return new ElementsByKey(session, family, table, set).of(keys);
  }

  /**
   * The same elements with what each has counted by now, read by their keys. Of a large hash set
   * this takes a third of the time of a dump, which passes over all elements told before again and
   * again.
   *
   * @param expected elements of a set without intervals
   * @return empty if one of them is not there, or is another one in anything but counts
   * @throws NftException if the kernel refuses
   */
  public synchronized Optional<ElementBlock> counted(
      NfFamily family, String table, String set, ElementBlock expected) {
    return new ElementsByKey(session, family, table, set).counted(expected);
  }

  /**
   * Whether a set has a catch-all element, which {@link TableOutline#counts} leaves out.
   *
   * @throws NftException if there is no such set, or the kernel knows no such elements
   */
  public synchronized boolean hasCatchAll(NfFamily family, String table, String set) {
    return new ElementsByKey(session, family, table, set).hasCatchAll();
  }

  /**
   * The flowtables of one table; {@link #dump} does not read them, and a {@link Ruleset} does not
   * hold them.
   *
   * @throws NftException if the kernel refuses, or changes all the time
   */
  public synchronized List<NftFlowtable> flowtables(NfFamily family, String table) {
    return stable(() -> listings.flowtables(family, table));
  }

  /**
   * The stateful objects of a table with their counts, which start again from nothing. Where a
   * commit comes in between, the rest is left as it is: ask again.
   *
   * @throws NftException if the kernel refuses
   */
  public synchronized List<NftObject> takeObjects(NfFamily family, String table) {
    return new Counts(session, family, table).objects();
  }

  /** As {@link #takeObjects}, for the counters and quotas in rules; from Linux 6.2 on. */
  public synchronized List<RuleWithHandle> takeRules(NfFamily family, String table) {
    return new Counts(session, family, table).rules();
  }

  /** As {@link #takeObjects}, for the counters on elements of a set; from Linux 6.5 on. */
  public synchronized List<NftSetElem> takeElements(NfFamily family, String table, String set) {
    return new Counts(session, family, table).elements(set);
  }

  @Override
  public synchronized long commit(List<NftOperation> operations, long generation) {
    if (generation < 0 || generation > 0xffffffffL) {
      throw new IllegalArgumentException("generations have 32 bits, not " + generation);
    }
    return Commit.run(session, operations, generation, this::generation);
  }

  /** For tests of what happens when answers are lost. */
  void receiveBuffer(int bytes) {
    session.socket().receiveBuffer(bytes);
  }

  @Override
  public void awaitPackets() {
    GracePeriod.await();
  }

  /** Closes the socket; closing twice is closing once. */
  @Override
  public void close() {
    session.close();
  }

  private <T> T stable(Supplier<Optional<T>> read) {
    for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
      long before = generation();
      Optional<T> result = read.get();
      if (result.isPresent() && generation() == before) {
        return result.get();
      }
    }
    throw new NftException(
        NftException.Reason.STALE_GENERATION,
        Errno.EINTR,
        "reading nf_tables: it changed during each of " + DUMP_ATTEMPTS + " attempts");
  }
}
