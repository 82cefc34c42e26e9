package io.portcullis.netlink.nftables;

import java.util.Locale;

/** Names operations and their objects, for people. */
final class Operations {

  private Operations() {}

  /** Such as {@code add rule in chain x of table inet portcullis}. */
  static String describe(NftOperation operation) {
    String kind = operation.getClass().getSimpleName();
    // Add, Insert, Flush, Delete, Destroy: the first word of each name.
    int words = 1;
    while (words < kind.length() && Character.isLowerCase(kind.charAt(words))) {
      words++;
    }
    return kind.substring(0, words).toLowerCase(Locale.ROOT) + " " + object(operation);
  }

  /** Such as {@code rule in chain x of table inet portcullis}. */
  static String object(NftOperation operation) {
    if (operation instanceof NftOperation.AddTable add) {
      return table(add.table().family(), add.table().name());
    } else if (operation instanceof NftOperation.DeleteTable del) {
      return table(del.family(), del.table());
    } else if (operation instanceof NftOperation.AddChain add) {
      return "chain " + add.chain().name() + in(add.family(), add.table());
    } else if (operation instanceof NftOperation.DeleteChain del) {
      return "chain " + del.chain() + in(del.family(), del.table());
    } else if (operation instanceof NftOperation.FlushChain flush) {
      return "chain " + flush.chain() + in(flush.family(), flush.table());
    } else if (operation instanceof NftOperation.AddRule add) {
      return "rule in chain " + add.rule().chain() + in(add.family(), add.table());
    } else if (operation instanceof NftOperation.InsertRule insert) {
      return "rule before rule "
          + insert.before()
          + " in chain "
          + insert.rule().chain()
          + in(insert.family(), insert.table());
    } else if (operation instanceof NftOperation.DeleteRule del) {
      return "rule " + del.handle() + " in chain " + del.chain() + in(del.family(), del.table());
    } else if (operation instanceof NftOperation.AddSet add) {
      return "set " + add.set().name() + in(add.family(), add.table());
    } else if (operation instanceof NftOperation.DeleteSet del) {
      return "set " + del.set() + in(del.family(), del.table());
    } else if (operation instanceof NftOperation.AddObject add) {
      return "object " + add.object().name() + in(add.family(), add.table());
    } else if (operation instanceof NftOperation.DeleteObject del) {
      return "object " + del.object() + in(del.family(), del.table());
    } else if (operation instanceof NftOperation.AddFlowtable add) {
      return "flowtable " + add.flowtable().name() + in(add.family(), add.table());
    } else if (operation instanceof NftOperation.DeleteFlowtable del) {
      return "flowtable " + del.flowtable() + in(del.family(), del.table());
    } else if (operation instanceof NftOperation.AddElements add) {
      return "elements of set " + add.set() + in(add.family(), add.table());
    } else if (operation instanceof NftOperation.DeleteElements del) {
      return "elements of set " + del.set() + in(del.family(), del.table());
    }
    return operation instanceof NftOperation.Destroy destroy
        ? object(destroy.deletion())
        : operation.toString();
  }

  private static String in(NfFamily family, String table) {
    return " of " + table(family, table);
  }

  private static String table(NfFamily family, String table) {
    String name =
        switch (family) {
          case IPV4 -> "ip";
          case IPV6 -> "ip6";
          default -> family.name().toLowerCase(Locale.ROOT);
        };
    return "table " + name + " " + table;
  }
}
