package io.portcullis.netlink.testkit;

import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.sys.Errno;
import java.util.Optional;

/** Chains of a table, as nf_tables_api.c adds and deletes them. */
final class Chains {

  private Chains() {}

  /**
   * nf_tables_updchain(): only the policy changes. Another hook or priority is EOPNOTSUPP since
   * Linux 6.4, before that EEXIST.
   */
  static void add(FakeTable table, NftChain wanted) {
    NftChain held = table.chains.get(wanted.name());
    if (held == null) {
      table.chains.put(wanted.name(), wanted);
      return;
    }
    if (wanted.base().isEmpty()) {
      return;
    }
    Refusal.unless(held.base().isPresent(), Errno.EEXIST);
    BaseHook was = held.base().orElseThrow();
    BaseHook now = wanted.base().get();
    Refusal.unless(
        was.hooknum() == now.hooknum() && was.priority() == now.priority(), Errno.EOPNOTSUPP);
    BaseHook updated =
        new BaseHook(was.type(), was.hooknum(), was.priority(), now.policy(), was.devices());
    Refusal.unless(updated.equals(now), Errno.EEXIST);
    table.chains.put(
        held.name(),
        new NftChain(
            held.name(), Optional.of(updated), held.flags(), held.userData(), held.unknown()));
  }

  /** nf_tables_delchain(): its own rules go with it. */
  static void delete(FakeTable table, String chain) {
    Refusal.unless(table.chains.containsKey(chain), Errno.ENOENT);
    Refusal.unless(!References.toChain(table, chain), Errno.EBUSY);
    table.chains.remove(chain);
    table.rules.remove(chain);
  }
}
