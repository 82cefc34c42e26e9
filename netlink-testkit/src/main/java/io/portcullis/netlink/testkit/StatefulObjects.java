package io.portcullis.netlink.testkit;

import io.portcullis.netlink.nftables.NftObject;
import io.portcullis.netlink.sys.Errno;

/** Stateful objects of a table, as nf_tables_api.c adds and deletes them. */
final class StatefulObjects {

  private StatefulObjects() {}

  static boolean add(FakeTable table, NftObject wanted) {
    var key = new FakeTable.ObjectKey(wanted.name(), wanted.type());
    return table.objects.putIfAbsent(key, wanted) == null;
  }

  static void delete(FakeTable table, String object, int type) {
    var key = new FakeTable.ObjectKey(object, type);
    Refusal.unless(table.objects.containsKey(key), Errno.ENOENT);
    Refusal.unless(!References.toObject(table, object, type), Errno.EBUSY);
    table.objects.remove(key);
  }
}
