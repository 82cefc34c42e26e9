package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.TableDump;
import io.portcullis.netlink.nftables.TableOutline;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a table that probably holds what it was brought to. Everything is dumped but the elements
 * of large hash maps, of which the kernel's dump passes over all that it told before with each 32
 * KiB; these are asked for by their keys, on several sockets at a time. That all of ours are there,
 * and as many in all by the kernel's count, and no catch-all element, which is not counted, says
 * that there are no others. See decision 0021.
 */
final class QuickReading {

  /** Fewer elements than these are dumped: it is one or two datagrams. */
  private static final int LARGE = 1024;

  private static final int SPECIAL =
      NftSet.F_INTERVAL | NftSet.F_TIMEOUT | NftSet.F_EVAL | NftSet.F_ANONYMOUS;

  private final NfTables kernel;
  private final Ruleset wanted;
  private final NftTable table;

  private QuickReading(NfTables kernel, Ruleset wanted) {
    this.kernel = kernel;
    this.wanted = wanted;
    this.table = wanted.table();
  }

  /**
   * What the kernel of the calling thread's network namespace holds, as a dump would say, in
   * another order.
   *
   * @param kernel of that namespace
   * @param named the policy that it should hold, under the names that it has there
   * @return empty if it holds other elements in a large map, or this cannot tell: then it takes a
   *     dump
   * @throws io.portcullis.netlink.nftables.NftException if the kernel refuses
   */
  static Optional<TableDump> of(NfTables kernel, CompiledPolicy named) {
    return new QuickReading(kernel, named.ruleset()).read();
  }

  private Optional<TableDump> read() {
    Map<String, ElementBlock> large = large();
    return kernel
        .outline(table.family(), table.name(), large.keySet())
        .filter(outline -> large.keySet().stream().allMatch(set -> isAsLarge(outline, set)))
        .flatMap(outline -> with(outline, large))
        // A change meanwhile may have been of what was read before it.
        .filter(dump -> kernel.generation() == dump.generation());
  }

  private Map<String, ElementBlock> large() {
    Map<String, ElementBlock> out = new LinkedHashMap<>();
    wanted
        .elements()
        .forEach(
            (set, elements) -> {
              boolean plain =
                  wanted.set(set).filter(known -> (known.flags() & SPECIAL) == 0).isPresent();
              if (plain && elements.size() >= LARGE && elements instanceof ElementBlock block) {
                out.put(set, block);
              }
            });
    return out;
  }

  /** Whether the kernel has that set, and as many elements in it. */
  private boolean isAsLarge(TableOutline outline, String set) {
    Long count = outline.counts().get(set);
    return count != null
        && count == wanted.elementsOf(set).size()
        && definition(outline.dump().ruleset(), set).equals(definition(wanted, set))
        && !kernel.hasCatchAll(table.family(), table.name(), set);
  }

  private static Optional<NftSet> definition(Ruleset ruleset, String set) {
    return ruleset.set(set).map(Rulesets::withoutCounts);
  }

  private Optional<TableDump> with(TableOutline outline, Map<String, ElementBlock> large) {
    TableDump dump = outline.dump();
    if (large.isEmpty()) {
      return Optional.of(dump);
    }
    return ElementReaders.read(kernel, table, large)
        .map(
            read -> {
              Map<String, SetElements> elements = new LinkedHashMap<>(dump.ruleset().elements());
              elements.putAll(read);
              Ruleset held = dump.ruleset();
              return new TableDump(
                  dump.generation(),
                  new Ruleset(
                      held.table(),
                      held.chains(),
                      held.rules(),
                      held.sets(),
                      elements,
                      held.objects()),
                  dump.rules());
            });
  }
}
