package io.portcullis.agent;

import io.portcullis.lab.Shell;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.RuleWithHandle;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.TableDump;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real kernel in which packets take as long from the first rule of the base chain to the second
 * as they do where an interrupt or a hypervisor stops them there: longer than a commit. Some
 * thousand lookups of routes do that, in chains of which the kernel's user is told nothing.
 */
final class SlowKernel extends ForwardingKernel {

  private static final String BASE = "prerouting";
  private static final String SLOW = "slow";
  private static final int LOOKUPS = 50;
  private static final int TIMES = 2_000;

  private Optional<NftRule> jump = Optional.empty();

  SlowKernel(NftKernel kernel) {
    super(kernel);
  }

  /** From now on packets are slow. */
  void slowDown(NetworkNamespace namespace) {
    String table = "inet " + FakeNode.TABLE;
    String script =
        "add chain %1$s slow\nadd chain %1$s slow-once\n".formatted(table)
            + "add rule %s slow-once fib saddr type local\n".formatted(table).repeat(LOOKUPS)
            + "add rule %s slow jump slow-once\n".formatted(table).repeat(TIMES)
            + "insert rule %s prerouting jump slow\n".formatted(table);
    String unused = Shell.must(namespace, script, "nft", "-f", "-");
    Ruleset held = super.dumpWithHandles(NfFamily.INET, FakeNode.TABLE).orElseThrow().ruleset();
    jump = Optional.of(held.rulesOf(BASE).get(0));
  }

  @Override
  public long commit(List<NftOperation> operations, long generation) {
    List<NftOperation> all = new ArrayList<>();
    for (NftOperation operation : operations) {
      all.add(operation);
      if (operation instanceof NftOperation.FlushChain flush && flush.chain().equals(BASE)) {
        jump.ifPresent(
            rule -> all.add(new NftOperation.AddRule(flush.family(), flush.table(), rule)));
      }
    }
    return super.commit(all, generation);
  }

  @Override
  public Optional<TableDump> dumpWithHandles(NfFamily family, String table) {
    return super.dumpWithHandles(family, table).map(this::hidden);
  }

  private TableDump hidden(TableDump dump) {
    Ruleset held = dump.ruleset();
    Map<String, NftChain> chains = new LinkedHashMap<>(held.chains());
    chains.keySet().removeIf(name -> name.startsWith(SLOW));
    Map<String, List<NftRule>> rules = new LinkedHashMap<>(held.rules());
    rules.keySet().removeIf(name -> name.startsWith(SLOW));
    rules.computeIfPresent(BASE, (name, all) -> all.stream().filter(r -> !isJump(r)).toList());
    Map<String, List<RuleWithHandle>> handles = new LinkedHashMap<>(dump.rules());
    handles.keySet().removeIf(name -> name.startsWith(SLOW));
    handles.computeIfPresent(
        BASE, (name, all) -> all.stream().filter(r -> !isJump(r.rule())).toList());
    return new TableDump(
        dump.generation(),
        new Ruleset(held.table(), chains, rules, held.sets(), held.elements(), held.objects()),
        handles);
  }

  private boolean isJump(NftRule rule) {
    return jump.filter(rule::equals).isPresent();
  }
}
