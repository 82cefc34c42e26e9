package io.portcullis.compiler.transaction;

import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.RuleWithHandle;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Last;
import io.portcullis.netlink.nftables.expr.Quota;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rules of one chain: those that are as wanted stay, with their counters; the others are
 * deleted by handle, and what is missing is inserted in its place. A rule that has to be made anew
 * though it does the same as before, such as under another comment or because its set is made anew,
 * goes on counting from what was read.
 */
final class RuleChanges {

  private final NfFamily family;
  private final String table;
  private final Renewed renewed;
  private final Phases out;

  RuleChanges(NfFamily family, String table, Renewed renewed, Phases out) {
    this.family = family;
    this.table = table;
    this.renewed = renewed;
    this.out = out;
  }

  /**
   * Adds the rules of a chain that is new.
   *
   * @param was the rules of the chain that it takes the place of, under whatever names
   */
  void fresh(List<NftRule> was, List<NftRule> wanted) {
    int[] before =
        Alignment.of(
            was.stream().map(Renaming.LOGICAL::of).toList(),
            wanted.stream().map(Renaming.LOGICAL::of).toList());
    for (int i = 0; i < before.length; i++) {
      NftRule rule = wanted.get(i);
      NftRule counting = before[i] < 0 ? rule : counting(was.get(before[i]), rule);
      out.add(Phases.Phase.RULES, new NftOperation.AddRule(family, table, counting));
    }
  }

  /**
   * Adds what makes {@code held} {@code wanted}.
   *
   * @param chain the chain they are in; if it is made anew itself, no rule can stay
   * @return whether they do something else than before; counts and comments do nothing
   */
  boolean add(String chain, List<RuleWithHandle> held, List<NftRule> wanted) {
    boolean chainStays = !renewed.chains().contains(chain);
    List<NftRule> was = held.stream().map(RuleWithHandle::rule).toList();
    int[] before = Alignment.of(was, wanted);
    boolean[] stays = new boolean[held.size()];
    boolean any = false;
    for (int i = 0; i < before.length; i++) {
      NftRule rule = wanted.get(i);
      if (chainStays && before[i] >= 0 && same(was.get(before[i]), rule)) {
        stays[before[i]] = !renewed.concerns(rule);
        any |= stays[before[i]];
      }
    }
    delete(chain, held, stays, any);
    List<NftOperation> made = new ArrayList<>();
    long next = 0;
    for (int i = before.length - 1; i >= 0; i--) {
      NftRule rule = wanted.get(i);
      if (before[i] >= 0 && stays[before[i]]) {
        next = held.get(before[i]).handle();
        continue;
      }
      NftRule counting = before[i] < 0 ? rule : counting(was.get(before[i]), rule);
      made.add(
          next == 0
              ? new NftOperation.AddRule(family, table, counting)
              : new NftOperation.InsertRule(family, table, counting, next));
    }
    for (int i = made.size() - 1; i >= 0; i--) {
      out.add(Phases.Phase.RULES, made.get(i));
    }
    return !doTheSame(before, held.size());
  }

  private static boolean doTheSame(int[] before, int held) {
    return before.length == held && IntStream.range(0, held).allMatch(i -> before[i] == i);
  }

  private void delete(String chain, List<RuleWithHandle> held, boolean[] stays, boolean any) {
    if (!any && !held.isEmpty()) {
      out.add(Phases.Phase.DELETE_RULES, new NftOperation.FlushChain(family, table, chain));
      return;
    }
    for (int i = 0; i < stays.length; i++) {
      if (!stays[i]) {
        out.add(
            Phases.Phase.DELETE_RULES,
            new NftOperation.DeleteRule(family, table, chain, held.get(i).handle()));
      }
    }
  }

  // Their expressions are already known to be the same.
  private static boolean same(NftRule was, NftRule wanted) {
    return was.userData().equals(wanted.userData()) && was.unknown().equals(wanted.unknown());
  }

  /** The same rule, with the counts of one that differs from it in nothing but counts and names. */
  private static NftRule counting(NftRule was, NftRule wanted) {
    List<Expression> expressions = new ArrayList<>(wanted.expressions());
    for (int i = 0; i < expressions.size(); i++) {
      Expression counted = was.expressions().get(i);
      if (counted instanceof Counter || counted instanceof Quota || counted instanceof Last) {
        expressions.set(i, counted);
      }
    }
    return new NftRule(wanted.chain(), expressions, wanted.userData(), wanted.unknown());
  }
}
