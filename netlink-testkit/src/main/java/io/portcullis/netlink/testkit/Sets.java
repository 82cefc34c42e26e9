package io.portcullis.netlink.testkit;

import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.sys.Errno;

/** Sets of a table, as nf_tables_api.c adds and deletes them. */
final class Sets {

  private Sets() {}

  static void add(FakeTable table, NftSet wanted) {
    NftSet held = table.sets.get(wanted.name());
    if (held == null) {
      table.sets.put(wanted.name(), wanted);
      return;
    }
    Refusal.unless(held.withUserData(wanted.userData()).equals(wanted), Errno.EEXIST);
  }

  static void delete(FakeTable table, String set) {
    Refusal.unless(table.sets.containsKey(set), Errno.ENOENT);
    Refusal.unless(!References.toSet(table, set), Errno.EBUSY);
    table.sets.remove(set);
    table.elements.remove(set);
  }
}
