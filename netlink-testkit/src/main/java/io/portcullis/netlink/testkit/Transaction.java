package io.portcullis.netlink.testkit;

import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.sys.Errno;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One batch on copies of the tables that it touches. Each operation sees what those before it did;
 * nf_tables_api.c is followed in what is refused, and with which error.
 */
final class Transaction {

  /** What names a table. */
  record TableKey(NfFamily family, String name) {}

  private final Map<TableKey, FakeTable> tables;
  private final Object connection;
  private final Map<TableKey, FakeTable> copied = new LinkedHashMap<>();
  private boolean changed;

  Transaction(Map<TableKey, FakeTable> tables, Object connection) {
    this.tables = new LinkedHashMap<>(tables);
    this.connection = connection;
  }

  /** All tables, once everything is applied. */
  Map<TableKey, FakeTable> commit() {
    tables.values().forEach(FakeTable::commit);
    return tables;
  }

  /** Whether anything was done, be it to make what was there already. */
  boolean changed() {
    return changed;
  }

  void apply(NftOperation operation) {
    if (operation instanceof NftOperation.AddTable add) {
      addTable(add.table());
      return;
    }
    if (operation instanceof NftOperation.DeleteTable del) {
      FakeTable unused = table(del.family(), del.table());
      tables.remove(new TableKey(del.family(), del.table()));
      changed = true;
      return;
    }
    changed |=
        operation instanceof NftOperation.Destroy destroy
            ? destroy(destroy.deletion())
            : applyInside(operation);
  }

  /** What is not there is no error, but for a table, or a set, that it would be in. */
  private boolean destroy(NftOperation deletion) {
    if (deletion instanceof NftOperation.DeleteTable del) {
      boolean there = tables.containsKey(new TableKey(del.family(), del.table()));
      if (there) {
        apply(del);
      }
      return there;
    }
    if (deletion instanceof NftOperation.DeleteElements del) {
      return Elements.delete(table(del.family(), del.table()), del.set(), del.elements(), true);
    }
    try {
      return applyInside(deletion);
    } catch (Refusal refusal) {
      // Not so if it is the table itself that is missing: every deletion looks that up first.
      if (refusal.errno() != Errno.ENOENT || refusal.isAboutATable()) {
        throw refusal;
      }
      return false;
    }
  }

  private boolean applyInside(NftOperation operation) {
    if (operation instanceof NftOperation.AddChain add) {
      Chains.add(table(add.family(), add.table()), add.chain());
    } else if (operation instanceof NftOperation.DeleteChain del) {
      Chains.delete(table(del.family(), del.table()), del.chain());
    } else if (operation instanceof NftOperation.FlushChain flush) {
      return Rules.flush(table(flush.family(), flush.table()), flush.chain());
    } else if (operation instanceof NftOperation.AddRule add) {
      Rules.add(table(add.family(), add.table()), add.rule());
    } else if (operation instanceof NftOperation.InsertRule insert) {
      Rules.insert(table(insert.family(), insert.table()), insert.rule(), insert.before());
    } else if (operation instanceof NftOperation.DeleteRule del) {
      Rules.delete(table(del.family(), del.table()), del.chain(), del.handle());
    } else if (operation instanceof NftOperation.AddSet add) {
      Sets.add(table(add.family(), add.table()), add.set());
    } else if (operation instanceof NftOperation.DeleteSet del) {
      Sets.delete(table(del.family(), del.table()), del.set());
    } else if (operation instanceof NftOperation.AddObject add) {
      return StatefulObjects.add(table(add.family(), add.table()), add.object());
    } else if (operation instanceof NftOperation.DeleteObject del) {
      StatefulObjects.delete(table(del.family(), del.table()), del.object(), del.type());
    } else if (operation instanceof NftOperation.AddElements add) {
      return Elements.add(table(add.family(), add.table()), add.set(), add.elements());
    } else if (operation instanceof NftOperation.DeleteElements del) {
      return Elements.delete(table(del.family(), del.table()), del.set(), del.elements(), false);
    } else {
      throw new Refusal(Errno.EOPNOTSUPP);
    }
    return true;
  }

  private FakeTable table(NfFamily family, String name) {
    TableKey key = new TableKey(family, name);
    FakeTable found = tables.get(key);
    if (found == null) {
      throw Refusal.ofATable();
    }
    Refusal.unless(
        found.owner.isEmpty() || found.owner.filter(o -> o == connection).isPresent(), Errno.EPERM);
    if (copied.get(key) != found) {
      found = found.copy();
      copied.put(key, found);
      tables.put(key, found);
    }
    return found;
  }

  private void addTable(NftTable wanted) {
    boolean owned = (wanted.flags() & NftTable.F_OWNER) != 0;
    TableKey key = new TableKey(wanted.family(), wanted.name());
    if (!tables.containsKey(key)) {
      FakeTable made = new FakeTable(wanted, owned ? Optional.of(connection) : Optional.empty());
      tables.put(key, made);
      copied.put(key, made);
      changed = true;
      return;
    }
    FakeTable found = table(wanted.family(), wanted.name());
    boolean adopted = owned && found.owner.isEmpty();
    if (found.table.flags() == wanted.flags() && !adopted) {
      return;
    }
    int fixed = ~NftTable.F_DORMANT;
    Refusal.unless((found.table.flags() & fixed) == (wanted.flags() & fixed), Errno.EOPNOTSUPP);
    if (adopted) {
      found.owner = Optional.of(connection);
    }
    NftTable old = found.table;
    found.table =
        new NftTable(old.family(), old.name(), wanted.flags(), old.userData(), old.unknown());
    changed = true;
  }
}
