package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.R0;
import static io.portcullis.compiler.lower.Loads.WORD;

import io.portcullis.compiler.layout.Choice;
import io.portcullis.compiler.layout.LengthPlan;
import io.portcullis.compiler.layout.Prices;
import io.portcullis.compiler.layout.Shape;
import io.portcullis.compiler.model.ServiceClass;
import io.portcullis.compiler.model.SourceTable;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.policy.address.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Source tables as hash maps, one per prefix length, shared by all classes of a scope.
 *
 * <p>Two kinds of key. {@code dport . saddr/len}, after {@code l4proto} where two protocols have
 * such ports, comes from the packet alone, so that one chain of lookups serves every class of few
 * ports, or all packets before their service is known ({@link Ahead}). {@code class . saddr/len}
 * starts with a constant that the class's own chain puts there, so that a class of many ports, or
 * of none, has each source once.
 */
final class SourceMaps {

  /** Up to so many sources of a class are compared one after the other. */
  private static final int FEW_SOURCES = 8;

  private final Scope scope;
  private final boolean own;
  private final Map<String, PortMaps.Way> byPort = new LinkedHashMap<>();
  private final BitSet portLengths = new BitSet();
  private final List<SourceUse> uses = new ArrayList<>();
  private PortKeys keys = PortKeys.of(List.of());
  private LengthPlan portPlan;
  private Optional<SourceBlocks> portBlocks = Optional.empty();

  /** The set that tells sources that no map by port has. */
  private Optional<Shape> told = Optional.empty();

  private long room;
  private int classes;

  /**
   * Nothing yet.
   *
   * @param own whether there are so few classes that each may have comparisons or maps of its own
   * @param room elements that may come on top by expansion
   */
  SourceMaps(Scope scope, boolean own, long room) {
    this.scope = scope;
    this.own = own;
    this.room = room;
    this.portPlan = plan(Expansion.counts(scope.family()), 0);
  }

  /** True if comparing a class's sources costs less than any lookup. */
  boolean comparable(SourceTable table) {
    return own && table.entries().size() <= FEW_SOURCES;
  }

  /** True if maps of the class alone cost less than maps that it shares. */
  boolean separable() {
    return own && scope.family() == Family.V4;
  }

  /**
   * A chain that looks sources up by class. The verdict to get there.
   *
   * @param what the class is, for people
   */
  Verdict byClass(ServiceClass service, SourceTable table, String what) {
    int number = ++classes;
    String chain = scope.named("class-" + number);
    scope.draft().chain(chain, "sources of " + what);
    List<Shape> shapes = new ArrayList<>();
    long[] counts = Expansion.counts(scope.family());
    Expansion.count(table, 1, counts);
    int size = table.entries().size();
    LengthPlan shared = plan(counts, WORD);
    LengthPlan alone = plan(counts, 0);
    Shape linear = new Shape("one comparison after the other", 0, size, size * Prices.COMPARISON);
    if (own) {
      shapes.add(linear);
      shapes.add(alone.shape());
      shapes.addAll(alone.rejected());
    }
    shapes.add(named("with a tag of the class, ", shared.shape()));
    Shape chosen;
    Verdict otherwise = scope.verdict(table.otherwise());
    if (comparable(table)) {
      chosen = linear;
      compare(chain, table);
    } else if (separable()) {
      chosen = alone.shape();
      uses.add(use(service, table, alone, Bytes.EMPTY, length -> ownName(number, length)));
      spend(alone, size);
      lookUp(chain, Expansion.of(table, alone), number, Bytes.EMPTY);
    } else {
      chosen = shapes.get(shapes.size() - 1);
      Bytes tag = Bytes.ofHostU32(number);
      uses.add(use(service, table, shared, tag, this::className));
      spend(shared, size);
      otherwise = unlessKnown(chain, table, shared, counts, tag);
      lookUp(chain, Expansion.of(table, shared), number, tag);
    }
    shapes.remove(chosen);
    scope.draft().choice(new Choice(scope.name(), "sources of " + what, chosen, shapes));
    scope.draft().rule(chain, Loads.verdict(otherwise));
    return Verdict.goTo(chain);
  }

  /** Appends what decides sources that begin as none of a class's does, if that is worth it. */
  private Verdict unlessKnown(
      String chain, SourceTable table, LengthPlan plan, long[] counts, Bytes tag) {
    Verdict otherwise = scope.verdict(table.otherwise());
    Shape set = SourceBlocks.shape(table.entries().size(), true);
    if (!SourceBlocks.pays(scope.family(), plan, counts, set)) {
      return otherwise;
    }
    scope.draft().choice(new Choice(scope.name(), "sources of no class", set, List.of()));
    SourceBlocks blocks = scope.draft().blocks(SourceBlocks.ofClasses(scope));
    return decided(blocks.unlessIn(scope, chain, tag, unknown(chain)), otherwise);
  }

  private static Shape named(String before, Shape shape) {
    return new Shape(before + shape.what(), shape.maps(), shape.elements(), shape.nanoseconds());
  }

  private LengthPlan plan(long[] counts, int before) {
    long most = Arrays.stream(counts).sum() + Math.max(0, room);
    return LengthPlan.of(counts, most, before + scope.family().bits() / 8);
  }

  private void spend(LengthPlan plan, long before) {
    room -= plan.shape().elements() - before;
  }

  private void compare(String chain, SourceTable table) {
    List<SourceTable.Entry> longestFirst = new ArrayList<>(table.entries());
    longestFirst.sort(
        Comparator.comparingInt((SourceTable.Entry entry) -> entry.prefix().length()).reversed());
    for (SourceTable.Entry entry : longestFirst) {
      List<Expression> expressions = new ArrayList<>();
      Loads.inPrefix(entry.prefix(), expressions);
      expressions.add(Loads.verdict(outcome(entry)));
      scope.draft().rule(chain, expressions.toArray(Expression[]::new));
    }
  }

  private void loadMasked(Register to, int length, List<Expression> out) {
    loadMasked(scope.family(), to, length, out);
  }

  /** Loads the source, and keeps so many bits of it. */
  static void loadMasked(Family family, Register to, int length, List<Expression> out) {
    out.add(Loads.source(family, to));
    if (length < family.bits()) {
      out.add(Loads.masked(family, to, length));
    }
  }

  /** Lookups of sources in maps of the class alone, or after a tag. */
  private void lookUp(String chain, List<SourceTable.Entry> entries, int number, Bytes tag) {
    int addressLength = scope.family().bits() / 8;
    int before = tag.length();
    Map<Integer, MapDraft> maps = new TreeMap<>(Comparator.reverseOrder());
    for (SourceTable.Entry entry : entries) {
      byte[] key = new byte[before + addressLength];
      tag.copyTo(key, 0);
      Loads.address(entry.prefix()).copyTo(key, before);
      maps.computeIfAbsent(
              entry.prefix().length(),
              length -> before == 0 ? ownMap(number, length) : classMap(length))
          .put(Bytes.of(key), outcome(entry));
    }
    maps.forEach(
        (length, map) -> {
          List<Expression> expressions = new ArrayList<>();
          if (before > 0) {
            expressions.add(new Immediate.Value(R0, tag));
          }
          loadMasked(before == 0 ? R0 : R0.plus(WORD), length, expressions);
          expressions.add(Lookup.verdict(map.name(), R0));
          scope.draft().rule(chain, expressions.toArray(Expression[]::new));
        });
  }

  /**
   * Chooses the prefix lengths of the maps by port, before anything is entered.
   *
   * @param counts elements by length, of all classes
   * @param ofAll what stands before the source
   * @param entered sources, however many ports they are entered for
   */
  void planPorts(long[] counts, PortKeys ofAll, long entered) {
    keys = ofAll;
    long total = Arrays.stream(counts).sum();
    if (total == 0) {
      return;
    }
    portPlan = plan(counts, keys.length());
    spend(portPlan, total);
    List<Shape> rejected = new ArrayList<>(portPlan.rejected());
    long intervals = 2 * total;
    rejected.add(new Shape("an interval map per port", 1, intervals, Prices.interval(intervals)));
    scope
        .draft()
        .choice(new Choice(scope.name(), "sources by service", portPlan.shape(), rejected));
    Shape set = SourceBlocks.shape(entered, false);
    if (SourceBlocks.pays(scope.family(), portPlan, counts, set)) {
      told = Optional.of(set);
      portBlocks = Optional.of(scope.draft().blocks(SourceBlocks.ofPorts(scope, keys)));
      scope.draft().choice(new Choice(scope.name(), "sources of no service", set, List.of()));
    }
  }

  /**
   * Appends what sends sources that no map by port has to a chain, which is made, if they are told.
   *
   * @param rest the name of that chain
   * @return the same; others that no map has are to be sent there then
   */
  Optional<String> unlessKnown(String chain, String rest) {
    return portBlocks.map(blocks -> blocks.unlessIn(scope, chain, Bytes.EMPTY, rest));
  }

  private static String unknown(String chain) {
    return chain + "-unknown";
  }

  /** The way to a chain that gives a verdict. */
  private Verdict decided(String chain, Verdict verdict) {
    scope.draft().rule(chain, Loads.verdict(verdict));
    return Verdict.goTo(chain);
  }

  /** What lookups of the maps by port cost, for what {@link #planPorts} was given. */
  LookupOrder portOrder(long[] counts) {
    return new LookupOrder(portPlan, counts, keys.length() + scope.family().bits() / 8, told);
  }

  /**
   * The verdict to get to lookups of all that {@link #enterByPort} entered, for services that come
   * later and are not among those whose sources are looked up before them.
   */
  Verdict elsewhere(Verdict otherwise) {
    return byPort
        .computeIfAbsent(portLengths + " " + otherwise, key -> byPortWay(portLengths, otherwise))
        .there();
  }

  /**
   * Enters sources of some ports, for {@link #lookUpByPort}. The verdict for all other sources.
   *
   * @param services protocol and port pairs
   */
  Verdict enterByPort(ServiceClass service, SourceTable table, List<int[]> services) {
    portLengths.or(enter(table, services));
    Verdict otherwise = scope.verdict(table.otherwise());
    // All packets are looked up in all those maps, also in those of services that come after this.
    uses.add(use(service, table, services, new PortMaps.Way(portLengths, otherwise, otherwise)));
    return otherwise;
  }

  /** Appends lookups of all prefix lengths that {@link #enterByPort} entered. */
  void lookUpByPort(String chain) {
    lookUp(chain, portLengths);
  }

  /**
   * Enters sources of some ports; the chain that looks them up is shared by all classes with the
   * same prefix lengths and the same outcome of other sources. The verdict to get there.
   *
   * @param services protocol and port pairs
   */
  Verdict byPort(ServiceClass service, SourceTable table, List<int[]> services) {
    BitSet lengths = enter(table, services);
    Verdict otherwise = scope.verdict(table.otherwise());
    PortMaps.Way way =
        byPort.computeIfAbsent(lengths + " " + otherwise, key -> byPortWay(lengths, otherwise));
    uses.add(use(service, table, services, way));
    return way.there();
  }

  /** Enters sources of some ports, and gives their prefix lengths. */
  private BitSet enter(SourceTable table, List<int[]> services) {
    int addressLength = scope.family().bits() / 8;
    List<SourceTable.Entry> entries = Expansion.of(table, portPlan);
    BitSet lengths = new BitSet();
    entries.forEach(entry -> lengths.set(entry.prefix().length()));
    for (int[] pair : services) {
      byte[] key = new byte[keys.length() + addressLength];
      keys.of(pair).copyTo(key, 0);
      for (SourceTable.Entry entry : entries) {
        Loads.address(entry.prefix()).copyTo(key, keys.length());
        portMap(entry.prefix().length()).put(Bytes.of(key), outcome(entry));
      }
    }
    return lengths;
  }

  private PortMaps.Way byPortWay(BitSet lengths, Verdict otherwise) {
    String chain = scope.named("sources-" + (byPort.size() + 1));
    scope.draft().chain(chain, "sources by service");
    Verdict rest =
        unlessKnown(chain, unknown(chain)).map(to -> decided(to, otherwise)).orElse(otherwise);
    lookUp(chain, lengths);
    scope.draft().rule(chain, Loads.verdict(rest));
    return new PortMaps.Way(lengths, otherwise, Verdict.goTo(chain));
  }

  private void lookUp(String chain, BitSet lengths) {
    for (int length = lengths.length() - 1;
        length >= 0;
        length = lengths.previousSetBit(length - 1)) {
      List<Expression> expressions = new ArrayList<>();
      keys.load(R0, expressions);
      loadMasked(R0.plus(keys.length()), length, expressions);
      expressions.add(Lookup.verdict(portMap(length).name(), R0));
      scope.draft().rule(chain, expressions.toArray(Expression[]::new));
    }
  }

  private Verdict outcome(SourceTable.Entry entry) {
    return scope.verdict(entry.outcome());
  }

  private SourceUse use(
      ServiceClass service,
      SourceTable table,
      LengthPlan plan,
      Bytes tag,
      IntFunction<String> map) {
    return SourceUse.byClass(scope, service, table, plan, tag, map);
  }

  private SourceUse use(
      ServiceClass service, SourceTable table, List<int[]> services, PortMaps.Way way) {
    List<Bytes> before = services.stream().map(keys::of).toList();
    int most = FamilyProgram.mostByPort(services.size());
    return SourceUse.byPort(scope, service, table, way, before, most, this::portName);
  }

  /** Notes a class whose sources do not matter. */
  void settled(ServiceClass service, SourceTable table) {
    uses.add(SourceUse.settled(scope, service, table, scope.verdict(table.otherwise())));
  }

  /** How the classes of this scope stand in maps, in the order in which they came. */
  List<SourceUse> uses() {
    return List.copyOf(uses);
  }

  /**
   * The maps by port, for services that come later.
   *
   * @param ahead those whose sources are looked up before them, if there are such
   * @param settled those of them that are not looked up themselves
   */
  PortMaps portMaps(Optional<Ahead> ahead, Optional<Settled> settled) {
    return new PortMaps(
        scope, keys, ahead, settled, portLengths, this::portName, List.copyOf(byPort.values()));
  }

  private String ownName(int number, int length) {
    return scope.named("class-" + number + "-saddr" + length);
  }

  private String className(int length) {
    return scope.named("class-saddr" + length);
  }

  private String portName(int length) {
    return scope.named("service-saddr" + length);
  }

  private MapDraft ownMap(int number, int length) {
    return map(ownName(number, length), length, 0, addressType());
  }

  private MapDraft classMap(int length) {
    return map(
        className(length), length, WORD, NftDataType.concat(NftDataType.MARK, addressType()));
  }

  private MapDraft portMap(int length) {
    return map(portName(length), length, keys.length(), keys.type(addressType()));
  }

  private MapDraft map(String name, int length, int before, int type) {
    int keyLength = before + scope.family().bits() / 8;
    return scope
        .draft()
        .lastMap(
            NftSet.verdictMap(name, 0, type, keyLength)
                .withUserData(Comments.ofSet("outcome by source prefix of length " + length)));
  }

  private int addressType() {
    return scope.family() == Family.V4 ? NftDataType.IPV4_ADDR : NftDataType.IPV6_ADDR;
  }
}
