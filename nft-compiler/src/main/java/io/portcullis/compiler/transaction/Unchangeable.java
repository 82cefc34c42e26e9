package io.portcullis.compiler.transaction;

import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftTable;
import java.util.Locale;

/** Finds what the kernel would not change in place. */
final class Unchangeable {

  private final NftTable wanted;

  Unchangeable(NftTable wanted) {
    this.wanted = wanted;
  }

  /**
   * {@code nf_tables_updtable()} toggles {@code NFT_TABLE_F_DORMANT} and nothing else, but for the
   * adoption of a table whose owner has died, which changes no flag that a dump shows.
   */
  void check(NftTable held) {
    if (held.family() != wanted.family() || !held.name().equals(wanted.name())) {
      throw new IllegalArgumentException(
          "a difference between two tables: " + name(held) + " and " + name(wanted));
    }
    int differing = (held.flags() ^ wanted.flags()) & ~NftTable.F_DORMANT;
    if (differing != 0) {
      throw exception(name(wanted), "flags", hex(held.flags()), hex(wanted.flags()));
    }
  }

  /** {@code nf_tables_updchain()} refuses another hook; both chains are base chains. */
  void check(NftChain heldChain, NftChain wantedChain) {
    BaseHook is = heldChain.base().orElseThrow();
    BaseHook should = wantedChain.base().orElseThrow();
    String chain = "chain " + wantedChain.name() + " of " + name(wanted);
    same(chain, "type", is.type(), should.type());
    same(chain, "hook", is.hooknum(), should.hooknum());
    same(chain, "priority", is.priority(), should.priority());
    same(chain, "devices", devices(is), devices(should));
    same(chain, "flags", hex(heldChain.flags()), hex(wantedChain.flags()));
  }

  private static String devices(BaseHook hook) {
    return hook.devices().isEmpty() ? "none" : hook.devices().toString();
  }

  private void same(String object, String property, Object is, Object should) {
    if (!is.equals(should)) {
      throw exception(object, property, is, should);
    }
  }

  private UnchangeableException exception(
      String object, String property, Object is, Object should) {
    return new UnchangeableException(object, property, is, should, name(wanted));
  }

  private static String name(NftTable table) {
    NfFamily family = table.family();
    String word =
        switch (family) {
          case IPV4 -> "ip";
          case IPV6 -> "ip6";
          default -> family.name().toLowerCase(Locale.ROOT);
        };
    return "table " + word + " " + table.name();
  }

  private static String hex(int flags) {
    return "0x" + Integer.toHexString(flags);
  }
}
