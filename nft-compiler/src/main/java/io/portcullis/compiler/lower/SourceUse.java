package io.portcullis.compiler.lower;

import io.portcullis.compiler.layout.LengthPlan;
import io.portcullis.compiler.model.RuleOutcome;
import io.portcullis.compiler.model.ServiceClass;
import io.portcullis.compiler.model.SourceTable;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Verdict;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Where the sources of one class stand in maps: enough to enter other sources of the same class in
 * their place.
 */
public final class SourceUse {

  private final Scope scope;
  private final ServiceClass service;
  private final SourceTable table;
  private final List<Bytes> before;
  private final IntFunction<String> map;
  private final BitSet lengths;
  private final Optional<Verdict> way;
  private final int most;

  private SourceUse(
      Scope scope,
      ServiceClass service,
      SourceTable table,
      BitSet lengths,
      Optional<Verdict> way,
      List<Bytes> before,
      int most,
      IntFunction<String> map) {
    this.scope = scope;
    this.service = service;
    this.table = table;
    this.lengths = lengths;
    this.way = way;
    this.before = List.copyOf(before);
    this.most = most;
    this.map = map;
  }

  /** Takes elements. */
  public interface Sink {

    /** One element of a hash map, by the map's name. */
    void put(String map, Bytes key, RuleOutcome outcome, Verdict verdict);
  }

  /**
   * A class whose sources do not matter.
   *
   * @param way what its packets come to
   */
  static SourceUse settled(Scope scope, ServiceClass service, SourceTable table, Verdict way) {
    BitSet none = new BitSet();
    return new SourceUse(scope, service, table, none, Optional.of(way), List.of(), 0, length -> "");
  }

  /**
   * In maps by protocol and port.
   *
   * @param way the chain that looks them up
   * @param most entries of a class of that many ports
   */
  static SourceUse byPort(
      Scope scope,
      ServiceClass service,
      SourceTable table,
      PortMaps.Way way,
      List<Bytes> services,
      int most,
      IntFunction<String> map) {
    return new SourceUse(
        scope, service, table, way.lengths(), Optional.of(way.there()), services, most, map);
  }

  /**
   * In maps of the class alone, or after its tag.
   *
   * @param tag empty in maps of the class alone
   */
  static SourceUse byClass(
      Scope scope,
      ServiceClass service,
      SourceTable table,
      LengthPlan plan,
      Bytes tag,
      IntFunction<String> map) {
    BitSet lengths = new BitSet();
    table.entries().forEach(entry -> lengths.set(plan.kept(entry.prefix().length())));
    return new SourceUse(
        scope, service, table, lengths, Optional.empty(), List.of(tag), Integer.MAX_VALUE, map);
  }

  /** The same for one of its services, by the key of that. */
  public SourceUse only(Bytes key) {
    return only(List.of(key));
  }

  /** The same for some of its services. */
  public SourceUse only(List<Bytes> keys) {
    List<Bytes> some = before.isEmpty() ? List.of() : keys;
    return new SourceUse(scope, service, table, lengths, way, some, most, map);
  }

  /** Where packets of its services go, if that is not a chain of the class alone. */
  public Optional<Verdict> way() {
    return way;
  }

  /** True if packets of its services are looked up in all maps that those of another's are. */
  public boolean asksAll(SourceUse of) {
    BitSet missing = (BitSet) of.lengths.clone();
    missing.andNot(lengths);
    return missing.isEmpty() && table.otherwise().equals(of.table.otherwise());
  }

  /** Whose sources. */
  public ServiceClass service() {
    return service;
  }

  /** What was entered. */
  public SourceTable table() {
    return table;
  }

  /** Entries as they stand in maps, of which each has a {@link #kept} length. */
  public List<SourceTable.Entry> entries(List<SourceTable.Entry> of) {
    boolean asGiven = of.stream().map(e -> e.prefix().length()).allMatch(l -> kept(l) == l);
    return asGiven ? of : Expansion.of(of, this::kept);
  }

  /** How often each entry stands in maps. */
  public int times() {
    return before.size();
  }

  /**
   * The length of the maps in which prefixes of a length stand: the shortest, at least as long, in
   * which packets of this class are looked up; below 0 if there is none.
   */
  public int kept(int length) {
    return lengths.nextSetBit(length);
  }

  /** The longest length below, in which packets of this class are looked up; below 0 if none. */
  public int keptBelow(int length) {
    return length == 0 ? -1 : lengths.previousSetBit(length - 1);
  }

  /**
   * True if another table can be entered instead, with the same chains and maps.
   *
   * @param otherwise the outcome of sources that it has no entry for
   * @param size how many entries it has
   * @param come its entries, or those that it has and the one before has not
   */
  public boolean fits(RuleOutcome otherwise, int size, Collection<SourceTable.Entry> come) {
    return size <= most
        && otherwise.equals(table.otherwise())
        && come.stream().allMatch(e -> kept(e.prefix().length()) >= 0 && isKnown(e.outcome()));
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
      sink.put(name, Bytes.of(key), entry.outcome(), verdict);
    }
  }
}
