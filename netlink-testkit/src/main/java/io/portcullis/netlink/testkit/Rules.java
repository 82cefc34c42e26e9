package io.portcullis.netlink.testkit;

import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.RuleWithHandle;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.sys.Errno;
import java.util.List;

/** Changes to the rules of a chain. */
final class Rules {

  private Rules() {}

  static void add(FakeTable table, NftRule rule) {
    check(table, rule);
    table.rulesOf(rule.chain()).add(new RuleWithHandle(table.nextHandle(), rule));
  }

  static void insert(FakeTable table, NftRule rule, long before) {
    check(table, rule);
    List<RuleWithHandle> rules = table.rulesOf(rule.chain());
    rules.add(index(rules, before), new RuleWithHandle(table.nextHandle(), rule));
  }

  static void delete(FakeTable table, String chain, long handle) {
    Refusal.unless(table.chains.containsKey(chain), Errno.ENOENT);
    List<RuleWithHandle> rules = table.rulesOf(chain);
    Refusal.unless(table.delete(rules, index(rules, handle)), Errno.ENOENT);
  }

  /** Whether there was a rule. */
  static boolean flush(FakeTable table, String chain) {
    Refusal.unless(table.chains.containsKey(chain), Errno.ENOENT);
    List<RuleWithHandle> rules = table.rulesOf(chain);
    boolean any = false;
    for (int i = 0; i < rules.size(); i++) {
      any |= table.delete(rules, i);
    }
    return any;
  }

  private static int index(List<RuleWithHandle> rules, long handle) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).handle() == handle) {
        return i;
      }
    }
    throw new Refusal(Errno.ENOENT);
  }

  private static void check(FakeTable table, NftRule rule) {
    Refusal.unless(table.chains.containsKey(rule.chain()), Errno.ENOENT);
    for (Expression expression : rule.expressions()) {
      if (expression instanceof Lookup lookup) {
        var set = table.sets.get(lookup.set());
        if (set == null) {
          throw new Refusal(Errno.ENOENT);
        }
        boolean map = (set.flags() & NftSet.F_MAP) != 0;
        Refusal.unless(map || lookup.data().isEmpty(), Errno.EINVAL);
      }
      if (expression instanceof Immediate.Verdict immediate) {
        target(table, immediate.verdict());
      }
    }
  }

  /** nft_verdict_init(): where a jump or goto leads. */
  static void target(FakeTable table, Verdict verdict) {
    if (References.needsChain(verdict.code())) {
      var chain = verdict.chain().map(table.chains::get);
      Refusal.unless(chain.isPresent(), Errno.ENOENT);
      Refusal.unless(chain.orElseThrow().base().isEmpty(), Errno.EOPNOTSUPP);
    }
  }
}
