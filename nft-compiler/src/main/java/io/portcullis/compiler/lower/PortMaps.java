package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.WORD;

import io.portcullis.compiler.model.ClassRule;
import io.portcullis.compiler.model.RuleOutcome;
import io.portcullis.compiler.model.ServiceClass;
import io.portcullis.compiler.model.SourceTable;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Verdict;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The maps by port of a stage and the chains that look them up, as they were made: enough to enter
 * services that were not there then, if there is a chain that looks up what they take.
 */
public final class PortMaps {

  /** Parts of a prefix at most, as a power of two. */
  private static final int MOST_BITS = 12;

  private final Scope scope;
  private final PortKeys keys;
  private final Optional<Ahead> ahead;
  private final Optional<Settled> settled;
  private final BitSet aheadLengths;
  private final IntFunction<String> map;
  private final List<Way> ways;

  /**
   * A chain of lookups.
   *
   * @param lengths of the maps that it looks up
   * @param otherwise what it comes to where none has the source
   * @param there the verdict to get there
   */
  record Way(BitSet lengths, Verdict otherwise, Verdict there) {}

  /**
   * As they were made.
   *
   * @param ahead services whose sources are looked up before them
   * @param settled those of them that are not looked up themselves
   * @param aheadLengths of the maps in which those are
   */
  PortMaps(
      Scope scope,
      PortKeys keys,
      Optional<Ahead> ahead,
      Optional<Settled> settled,
      BitSet aheadLengths,
      IntFunction<String> map,
      List<Way> ways) {
    this.scope = scope;
    this.keys = keys;
    this.ahead = ahead;
    this.settled = settled;
    this.aheadLengths = aheadLengths;
    this.map = map;
    this.ways = List.copyOf(ways);
  }

  /** The key of a service, given as {@code protocol << 16 | port}, in the map of services. */
  public static Bytes key(int service) {
    return Bytes.of(Loads.serviceKey(service >>> 16, service & 0xffff, 2 * WORD));
  }

  /** What stands before the source in keys of maps by port, for such a service. */
  public Bytes sourceKey(int service) {
    return keys.of(new int[] {service >>> 16, service & 0xffff});
  }

  /**
   * True if the sources of a service are looked up before it: then a packet of it goes from one map
   * of sources to the next, and at last to the map of services.
   */
  public boolean isAhead(int service) {
    return ahead.filter(gate -> gate.holds(service)).isPresent();
  }

  /**
   * What a service comes to with sources that are not known, if a rule says so of many at once, and
   * its element in the map of services is not looked up.
   */
  public Optional<Verdict> settled(int service) {
    return settled.filter(of -> of.holds(service)).map(Settled::verdict);
  }

  /**
   * A class of services, as it can be entered.
   *
   * @param rules of the class, in order, of each of which {@link ClassRule#onlySource} holds
   * @param services that face them, each as {@code protocol << 16 | port}; of all or none of them
   *     {@link #isAhead} holds
   * @param preferred where they went so far
   * @return empty if that takes other chains or maps
   */
  public Optional<SourceUse> enter(
      List<ClassRule> rules, List<Integer> services, Optional<Verdict> preferred) {
    ServiceClass service = ServiceClass.of(rules);
    SourceTable table = SourceTable.of(rules, scope.family());
    Optional<Verdict> otherwise = scope.known(table.otherwise());
    if (otherwise.isEmpty() || table.entries().stream().anyMatch(e -> !isKnown(e.outcome()))) {
      return Optional.empty();
    }
    if (table.entries().isEmpty()) {
      return Optional.of(SourceUse.settled(scope, service, table, otherwise.get()));
    }
    if (table.entries().size() > FamilyProgram.mostByPort(services.size())
        || !services.stream().allMatch(this::holds)) {
      return Optional.empty();
    }
    List<Way> possible =
        isAhead(services.get(0))
            ? List.of(new Way(aheadLengths, otherwise.get(), otherwise.get()))
            : ways;
    return possible.stream()
        .filter(way -> way.otherwise().equals(otherwise.get()) && holds(way, table))
        .min(
            Comparator.comparing((Way way) -> !preferred.equals(Optional.of(way.there())))
                .thenComparing(way -> parts(way, table))
                .thenComparing(way -> way.lengths().cardinality()))
        .map(way -> use(service, table, services, way));
  }

  /** True if keys tell the service from all others. */
  private boolean holds(int service) {
    return keys.protocol().isEmpty() || keys.protocol().getAsInt() == service >>> 16;
  }

  private boolean isKnown(RuleOutcome outcome) {
    return scope.known(outcome).isPresent();
  }

  private static boolean holds(Way way, SourceTable table) {
    return table.entries().stream()
        .mapToInt(entry -> entry.prefix().length())
        .allMatch(l -> way.lengths().nextSetBit(l) >= l && bits(way, l) <= MOST_BITS);
  }

  private static int bits(Way way, int length) {
    return way.lengths().nextSetBit(length) - length;
  }

  private static long parts(Way way, SourceTable table) {
    return table.entries().stream()
        .mapToLong(entry -> 1L << bits(way, entry.prefix().length()))
        .sum();
  }

  private SourceUse use(ServiceClass service, SourceTable table, List<Integer> services, Way way) {
    return SourceUse.byPort(
        scope,
        service,
        table,
        way,
        services.stream().map(this::sourceKey).toList(),
        FamilyProgram.mostByPort(services.size()),
        map);
  }
}
