package io.portcullis.compiler.lower;

import io.portcullis.compiler.layout.LengthPlan;
import io.portcullis.compiler.model.RuleOutcome;
import io.portcullis.compiler.model.ServiceClass;
import io.portcullis.compiler.model.SourceTable;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Verdict;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * Where the sources of one class stand in maps: enough to enter other sources of the same class in
 * their place.
 */
public final class SourceUse {

  private final Scope scope;
  private final ServiceClass service;
  private final SourceTable table;
  private final LengthPlan plan;
  private final List<Bytes> before;
  private final IntFunction<String> map;
  private final BitSet lengths = new BitSet();
  private int fewest;
  private int most = Integer.MAX_VALUE;
  private long room = -1;

  private SourceUse(
      Scope scope,
      ServiceClass service,
      SourceTable table,
      LengthPlan plan,
      List<Bytes> before,
      IntFunction<String> map) {
    this.scope = scope;
    this.service = service;
    this.table = table;
    this.plan = plan;
    this.before = before;
    this.map = map;
    for (SourceTable.Entry entry : table.entries()) {
      lengths.set(plan.kept(entry.prefix().length()));
    }
  }

  /** Takes elements. */
  public interface Sink {

    /** One element of a hash map, by the map's name. */
    void put(String map, Bytes key, Verdict verdict);
  }

  /** A class whose sources do not matter. */
  static SourceUse settled(
      Scope scope, ServiceClass service, SourceTable table, LengthPlan nothing) {
    SourceUse use = new SourceUse(scope, service, table, nothing, List.of(), length -> "");
    use.most = 0;
    return use;
  }

  /**
   * In maps by protocol and port.
   *
   * @param most entries of a class of that many ports
   */
  static SourceUse byPort(
      Scope scope,
      ServiceClass service,
      SourceTable table,
      LengthPlan plan,
      List<Bytes> services,
      int most,
      IntFunction<String> map) {
    SourceUse use = new SourceUse(scope, service, table, plan, List.copyOf(services), map);
    use.fewest = 1;
    use.most = most;
    return use;
  }

  /**
   * In maps of the class alone, or after its tag.
   *
   * @param tag empty in maps of the class alone
   * @param fewest entries; with fewer it would be laid out otherwise
   * @param room for expansion when its lengths were chosen
   */
  static SourceUse byClass(
      Scope scope,
      ServiceClass service,
      SourceTable table,
      LengthPlan plan,
      Bytes tag,
      int fewest,
      long room,
      IntFunction<String> map) {
    SourceUse use = new SourceUse(scope, service, table, plan, List.of(tag), map);
    use.fewest = fewest;
    use.room = Math.max(0, room);
    return use;
  }

  /** Whose sources. */
  public ServiceClass service() {
    return service;
  }

  /** What was entered. */
  public SourceTable table() {
    return table;
  }

  /** True if this is in maps by port, whose lengths are those of all such classes together. */
  public boolean isByPort() {
    return fewest == 1 && room < 0;
  }

  /** Adds what entries contribute to the elements by length of maps, before expansion. */
  public void count(Iterable<SourceTable.Entry> entries, int sign, long[] counts) {
    for (SourceTable.Entry entry : entries) {
      counts[entry.prefix().length()] += (long) sign * Math.max(1, before.size());
    }
  }

  /** True if entries stand in maps as they are. */
  public boolean isAsGiven() {
    return plan.asGiven();
  }

  /** The entries as they stand in maps of a table that was, or can be, entered here. */
  public List<SourceTable.Entry> entries(SourceTable of) {
    return Expansion.of(of, plan);
  }

  /**
   * True if another table can be entered instead, with the same chains and maps.
   *
   * @param otherwise the outcome of sources that it has no entry for
   * @param size how many entries it has
   * @param come its entries, or those that it has and the one before has not
   * @param counts all its entries by length
   */
  public boolean fits(
      RuleOutcome otherwise, int size, Collection<SourceTable.Entry> come, long[] counts) {
    return size >= fewest
        && size <= most
        && otherwise.equals(table.otherwise())
        && come.stream().allMatch(this::fits)
        && (room < 0 || samePlan(counts));
  }

  /** True if its length has a map that packets of this class are looked up in, and an outcome. */
  private boolean fits(SourceTable.Entry entry) {
    int length = entry.prefix().length();
    int kept = plan.kept(length);
    return kept >= length && lengths.get(kept) && isKnown(entry.outcome());
  }

  private boolean samePlan(long[] counts) {
    long elements = Arrays.stream(counts).sum() + room;
    int keyBytes = before.get(0).length() + scope.family().bits() / 8;
    return LengthPlan.of(counts, elements, keyBytes).sameLengths(plan);
  }

  private boolean isKnown(RuleOutcome outcome) {
    return scope.known(outcome).isPresent();
  }

  /** Gives the elements of an entry: one for each service, or one. */
  public void enter(SourceTable.Entry entry, Sink sink) {
    Verdict verdict = Objects.requireNonNull(scope.known(entry.outcome()).orElse(null));
    String name = map.apply(entry.prefix().length());
    int addressLength = scope.family().bits() / 8;
    for (Bytes first : before) {
      byte[] key = new byte[first.length() + addressLength];
      first.copyTo(key, 0);
      Loads.address(entry.prefix()).copyTo(key, first.length());
      sink.put(name, Bytes.of(key), verdict);
    }
  }
}
