package io.portcullis.netlink.testkit;

import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.StaleGenerationException;
import io.portcullis.netlink.nftables.TableDump;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The nf_tables of a network namespace that is not there. Any number of connections may be open;
 * each is safe for use by several threads.
 */
public final class FakeKernel {

  private Map<Transaction.TableKey, FakeTable> tables = new LinkedHashMap<>();
  private long generation = 1;

  /** A kernel without tables, at generation 1. */
  public FakeKernel() {}

  /** What {@code NfTables.open()} is to the real one: a socket, which can own tables. */
  public NftKernel connect() {
    return new Connection();
  }

  private synchronized long commit(
      Object connection, List<NftOperation> operations, long meantFor) {
    if (meantFor < 0 || meantFor > 0xffffffffL) {
      throw new IllegalArgumentException("generations have 32 bits, not " + meantFor);
    }
    if (meantFor != 0 && meantFor != generation) {
      throw new StaleGenerationException(meantFor);
    }
    Transaction transaction = new Transaction(tables, connection);
    for (int i = 0; i < operations.size(); i++) {
      try {
        transaction.apply(operations.get(i));
      } catch (Refusal refusal) {
        throw NftException.refused(
            refusal.errno(), new NftException.FailedOperation(i, operations.get(i)));
      }
    }
    if (transaction.changed()) {
      tables = transaction.commit();
      generation = generation == 0xffffffffL ? 1 : generation + 1;
    }
    return generation;
  }

  private synchronized long currentGeneration() {
    return generation;
  }

  private synchronized List<NftTable> list() {
    return tables.values().stream().map(FakeTable::told).toList();
  }

  private synchronized Optional<TableDump> read(NfFamily family, String name) {
    FakeTable table = tables.get(new Transaction.TableKey(family, name));
    return table == null ? Optional.empty() : Optional.of(table.dump(generation));
  }

  private synchronized List<NftSetElem> read(
      NfFamily family, String name, String set, SetElements keys) {
    Optional<FakeTable> table =
        Optional.ofNullable(tables.get(new Transaction.TableKey(family, name)))
            .filter(found -> found.sets.containsKey(set));
    List<NftSetElem> out = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      FakeTable.ElementKey key = FakeTable.ElementKey.of(keys.get(i));
      out.add(
          table
              .flatMap(found -> Optional.ofNullable(found.elementsOf(set).get(key)))
              .orElseThrow(() -> NftException.notFound("reading elements of set " + set)));
    }
    return List.copyOf(out);
  }

  /** nft_rcv_nl_event(): what the socket owned goes with it, unless it was to persist. */
  private synchronized void closed(Object connection) {
    boolean gone =
        tables
            .values()
            .removeIf(
                table ->
                    table.owner.filter(o -> o == connection).isPresent()
                        && (table.table.flags() & NftTable.F_PERSIST) == 0);
    tables.values().stream()
        .filter(table -> table.owner.filter(o -> o == connection).isPresent())
        .forEach(table -> table.owner = Optional.empty());
    generation += gone ? 1 : 0;
  }

  private final class Connection implements NftKernel {

    @Override
    public long generation() {
      return currentGeneration();
    }

    @Override
    public List<NftTable> tables() {
      return list();
    }

    @Override
    public Optional<Ruleset> dump(NfFamily family, String table) {
      return read(family, table).map(TableDump::ruleset);
    }

    @Override
    public Optional<TableDump> dumpWithHandles(NfFamily family, String table) {
      return read(family, table);
    }

    @Override
    public List<NftSetElem> elements(NfFamily family, String table, String set, SetElements keys) {
      return read(family, table, set, keys);
    }

    @Override
    public long commit(List<NftOperation> operations, long meantFor) {
      return FakeKernel.this.commit(this, operations, meantFor);
    }

    /** There are no packets. */
    @Override
    public void awaitPackets() {}

    @Override
    public void close() {
      closed(this);
    }
  }
}
