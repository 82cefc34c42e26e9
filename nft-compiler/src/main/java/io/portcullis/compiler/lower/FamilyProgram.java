package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.R0;

import io.portcullis.compiler.model.ClassRule;
import io.portcullis.compiler.model.RuleOutcome;
import io.portcullis.compiler.model.Segment;
import io.portcullis.compiler.model.ServiceClass;
import io.portcullis.compiler.model.ServiceModel;
import io.portcullis.compiler.model.SourceTable;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.policy.effective.ProtocolSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One stage of one endpoint class and family: from a packet's service to where its class goes. */
final class FamilyProgram {

  /** Up to so many keys a class's sources are entered once per port, else once per class. */
  private static final int FEW_KEYS = 64;

  /** More ports than these that differ from their protocol's usual class become intervals. */
  private static final int MANY_PORTS = 4096;

  /** Up to so many protocols are compared behind a source. */
  private static final int FEW_PROTOCOLS = 3;

  private final Scope scope;
  private final ServiceModel model;
  private final SourceMaps sources;
  private final GeneralProgram general;
  private final Map<ServiceClass, Verdict> byClass = new HashMap<>();
  private final Map<ServiceClass, SourceTable> tables = new HashMap<>();
  private final Map<Integer, UnaryOperator<Verdict>> exceptions;
  private final Map<Integer, ServiceClass> entered = new HashMap<>();
  private final Map<Integer, SourceStage.Usual> others = new HashMap<>();
  private final boolean sparing;

  /** Where services that come later can be entered, if they are decided in one place alone. */
  private Optional<SourceStage.Services> open = Optional.empty();

  private FamilyProgram(
      Scope scope,
      List<ClassRule> boxes,
      Map<Integer, UnaryOperator<Verdict>> exceptions,
      long room,
      boolean sparing) {
    this.exceptions = exceptions;
    this.sparing = sparing;
    this.scope = scope;
    this.model = ServiceModel.of(boxes, scope.family());
    long bySource = model.classes().stream().filter(ServiceClass::onlySource).count();
    this.sources = new SourceMaps(scope, bySource <= scope.bounds().mostOwn(), room);
    this.general = new GeneralProgram(scope);
  }

  /**
   * Appends to {@code chain} what decides every packet that gets there.
   *
   * @param exceptions services, each as {@code protocol << 16 | port}, that go somewhere else
   *     first, and from there to where they would have gone
   * @param room elements that may come on top by expansion
   * @return where sources stand
   */
  static SourceStage.Maps lower(
      Scope scope,
      List<ClassRule> boxes,
      String chain,
      Map<Integer, UnaryOperator<Verdict>> exceptions,
      long room) {
    return lower(new FamilyProgram(scope, boxes, exceptions, room, false), chain);
  }

  /** The same for some sources of many, each of which has a map of services: as small as can be. */
  static void lowerBehindSource(Scope scope, List<ClassRule> boxes, String chain) {
    SourceStage.Maps unused = lower(new FamilyProgram(scope, boxes, Map.of(), 0, true), chain);
  }

  private static SourceStage.Maps lower(FamilyProgram program, String chain) {
    program.lower(chain);
    return new SourceStage.Maps(program.model.classes(), program.sources.uses(), program.open);
  }

  private void lower(String start) {
    String chain = start;
    ServiceClass usual = usualProtocol();
    Map<Integer, Verdict> protocols = new HashMap<>();
    Map<ServiceClass, List<int[]>> services = new LinkedHashMap<>();
    model
        .segmented()
        .forEach(
            (protocol, segments) -> {
              ServiceClass base = Segments.mostPorts(segments);
              Verdict verdict = segmented(protocol, segments, base, services);
              if (!verdict.equals(target(usual, "all other packets"))) {
                protocols.put(protocol, verdict);
              }
            });
    model
        .plain()
        .forEach(
            (protocol, service) -> {
              if (service != usual) {
                protocols.put(protocol, target(service, "protocol " + protocol));
              }
            });
    chain = enter(chain, services);
    enterProtocols(chain, protocols);
    if (model.unknown() != usual) {
      // Only a packet whose protocol can be told gets past the load.
      scope
          .draft()
          .rule(
              chain,
              "protocols without rules of their own",
              Loads.protocol(R0),
              Loads.verdict(target(usual, "all other packets")));
    }
    scope
        .draft()
        .rule(chain, Loads.verdict(target(model.unknown(), "packets of no known protocol")));
  }

  /**
   * Notes in {@code services} the ports that differ from {@code base}, or makes a chain for all.
   */
  private Verdict segmented(
      int protocol,
      List<Segment> segments,
      ServiceClass base,
      Map<ServiceClass, List<int[]>> services) {
    Verdict otherwise = target(base, "other ports of protocol " + protocol);
    List<Segment> differing = segments.stream().filter(s -> s.service() != base).toList();
    boolean ports = ProtocolSet.hasPorts(protocol);
    if (differing.isEmpty()) {
      if (ports) {
        others.put(protocol, new SourceStage.Usual(base, otherwise));
      }
      return otherwise;
    }
    int count = differing.stream().mapToInt(Segment::size).sum();
    if (!ports) {
      return Segments.words(scope, differing, otherwise, s -> target(s, "some ICMP types"));
    }
    boolean intervals =
        sparing ? 2 * differing.size() < count : count > MANY_PORTS && 4 * differing.size() < count;
    if (intervals) {
      return Segments.intervals(
          scope, protocol, differing, otherwise, s -> target(s, "port ranges"));
    }
    others.put(protocol, new SourceStage.Usual(base, otherwise));
    for (Segment segment : differing) {
      List<int[]> list = services.computeIfAbsent(segment.service(), key -> new ArrayList<>());
      for (int port = segment.first(); port <= segment.last(); port++) {
        list.add(new int[] {protocol, port});
        entered.put(protocol << 16 | port, segment.service());
      }
    }
    return otherwise;
  }

  /** Decides what comes in {@code start}, and says where the rest shall be decided. */
  private String enter(String start, Map<ServiceClass, List<int[]>> services) {
    Optional<Order> order = planPorts(services);
    Map<Integer, Verdict> verdicts = new LinkedHashMap<>();
    List<int[]> asking = new ArrayList<>();
    services.forEach(
        (service, list) -> {
          Verdict verdict = few(service, list, order.isPresent());
          list.forEach(pair -> verdicts.put(pair[0] << 16 | pair[1], verdict));
          if (asksMore(service) && !isException(list)) {
            asking.addAll(list);
          }
        });
    exceptions.forEach(
        (pair, way) -> {
          Verdict usual = verdicts.get(pair);
          verdicts.put(pair, way.apply(usual != null ? usual : usual(pair >>> 16, pair & 0xffff)));
        });
    if (order.isPresent()) {
      return enterAhead(start, order.get(), verdicts);
    }
    Map<Integer, Verdict> compared =
        scope.bounds().expands() ? ComparedPorts.taken(verdicts, asking) : Map.of();
    ComparedPorts.lower(scope, start, compared);
    Optional<String> map = ServicesMap.lookUp(scope, start, verdicts);
    open =
        map.filter(name -> compared.isEmpty())
            .map(name -> services(name, Optional.empty(), Optional.empty()));
    return start;
  }

  /** The same with sources that are looked up before their services. */
  private String enterAhead(String start, Order order, Map<Integer, Verdict> verdicts) {
    Ahead ahead = order.ahead();
    String chain = scope.named("services");
    scope.draft().chain(chain, "services, of sources that are not known");
    ahead.lower(scope.draft(), start, chain);
    Verdict usual = usual(ahead);
    Optional<Settled> settled =
        order.settles() ? Optional.empty() : Settled.of(ahead, verdicts, usual);
    String rest = lookUpAhead(start);
    if (order.settles()) {
      verdicts.keySet().removeIf(ahead::holds);
      ahead.lowerRest(scope.draft(), rest, usual);
    }
    settled.ifPresent(of -> of.lower(scope, rest));
    scope.draft().rule(rest, Loads.goTo(chain));
    if (ahead.open()) {
      // No packet has port 0 in earnest. It keeps a chain in the table for ports beyond the gate.
      verdicts.computeIfAbsent(protocol(ahead) << 16, key -> sources.elsewhere(usual));
    }
    Optional<String> map = ServicesMap.lookUp(scope, chain, verdicts);
    open =
        map.filter(name -> ahead.open()).map(name -> services(name, Optional.of(ahead), settled));
    return chain;
  }

  /** Looks sources up by port, and says where those go on that no map has. */
  private String lookUpAhead(String chain) {
    Optional<String> rest = sources.unlessKnown(chain, scope.named("unknown"));
    sources.lookUpByPort(chain);
    rest.ifPresent(to -> scope.draft().rule(chain, Loads.goTo(to)));
    return rest.orElse(chain);
  }

  private static int protocol(Ahead ahead) {
    return ahead.keys().protocol().orElseThrow();
  }

  /** Where services go that are not in the map, of the protocol whose sources come first. */
  private Verdict usual(Ahead ahead) {
    return Objects.requireNonNull(others.get(protocol(ahead))).there();
  }

  /**
   * True if all services whose sources are looked up first come to the same with sources that are
   * not known, and no others shall come: then the map of services is not asked.
   */
  private boolean settles(Ahead ahead, Map<ServiceClass, List<int[]>> services) {
    return !ahead.open()
        && exceptions.keySet().stream().noneMatch(ahead::holds)
        && services.entrySet().stream()
            .filter(e -> e.getValue().stream().anyMatch(s -> ahead.holds(s[0] << 16 | s[1])))
            .allMatch(e -> isUsualElse(e.getKey(), e.getValue(), usual(ahead)));
  }

  /** True if most services whose sources are looked up first come to one thing with all others. */
  private boolean comeToTheSame(Ahead ahead, Map<ServiceClass, List<int[]>> services) {
    Map<RuleOutcome, Integer> counts = new HashMap<>();
    int all = 0;
    for (Map.Entry<ServiceClass, List<int[]>> entry : services.entrySet()) {
      ServiceClass service = entry.getKey();
      List<int[]> held =
          entry.getValue().stream().filter(s -> ahead.holds(s[0] << 16 | s[1])).toList();
      all += held.size();
      if (byPort(service, entry.getValue()) || !asksMore(service)) {
        counts.merge(table(service).otherwise(), held.size(), Integer::sum);
      }
    }
    int half = (all + 1) / 2;
    return counts.values().stream().anyMatch(count -> count >= half);
  }

  private boolean isUsualElse(ServiceClass service, List<int[]> ports, Verdict usual) {
    return (byPort(service, ports) || !asksMore(service))
        && scope.verdict(table(service).otherwise()).equals(usual);
  }

  private SourceStage.Services services(
      String map, Optional<Ahead> ahead, Optional<Settled> settled) {
    PortMaps ports = sources.portMaps(ahead, settled);
    return new SourceStage.Services(map, entered, others, exceptions.keySet(), ports);
  }

  /** Where a service goes that is not entered for itself. */
  private Verdict usual(int protocol, int port) {
    return Objects.requireNonNull(model.segmented().get(protocol)).stream()
        .filter(segment -> segment.first() <= port && port <= segment.last())
        .findFirst()
        .map(segment -> target(segment.service(), "other ports of protocol " + protocol))
        .orElseThrow();
  }

  private void enterProtocols(String chain, Map<Integer, Verdict> protocols) {
    if (protocols.isEmpty()) {
      return;
    }
    if (sparing && protocols.size() <= FEW_PROTOCOLS) {
      // Behind each of many sources, a map would be one more set.
      protocols.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(
              entry ->
                  scope
                      .draft()
                      .rule(
                          chain,
                          Loads.protocol(R0),
                          Loads.equal(R0, Bytes.ofU8(entry.getKey())),
                          Loads.verdict(entry.getValue())));
      return;
    }
    MapDraft map =
        scope
            .draft()
            .map(
                NftSet.verdictMap(scope.named("protocols"), 0, NftDataType.INET_PROTO, 1)
                    .withUserData(Comments.ofSet("where a protocol goes")));
    protocols.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> map.put(Bytes.ofU8(entry.getKey()), entry.getValue()));
    scope.draft().rule(chain, Loads.protocol(R0), Lookup.verdict(map.name(), R0));
  }

  /** Where a class goes of which all ports are known. */
  private Verdict few(ServiceClass service, List<int[]> ports, boolean ahead) {
    if (byPort(service, ports)) {
      return ahead
          ? sources.enterByPort(service, table(service), ports)
          : sources.byPort(service, table(service), ports);
    }
    return target(service, ports.size() == 1 ? "a port" : ports.size() + " ports");
  }

  /** True if a class's sources are entered once per port. */
  private boolean byPort(ServiceClass service, List<int[]> ports) {
    if (byClass.containsKey(service) || !service.onlySource() || sources.separable()) {
      return false;
    }
    SourceTable table = table(service);
    return !table.entries().isEmpty()
        && !isException(ports)
        && !sources.comparable(table)
        && table.entries().size() <= mostByPort(ports.size());
  }

  /** The most entries of a class of that many ports that are entered once per port. */
  static int mostByPort(int ports) {
    return ports == 1 ? Integer.MAX_VALUE : FEW_KEYS / ports;
  }

  /**
   * Sources before services.
   *
   * @param settles whether what they do not decide needs no lookup of the service
   */
  private record Order(Ahead ahead, boolean settles) {}

  /** Chooses the prefix lengths of maps by port, and whether those come before services. */
  private Optional<Order> planPorts(Map<ServiceClass, List<int[]>> services) {
    long[] counts = Expansion.counts(scope.family());
    List<int[]> byPort = new ArrayList<>();
    List<int[]> others = new ArrayList<>();
    List<SourceTable> entered = new ArrayList<>();
    services.forEach(
        (service, list) -> {
          if (byPort(service, list)) {
            Expansion.count(table(service), list.size(), counts);
            entered.add(table(service));
            byPort.addAll(list);
          } else if (asksMore(service)) {
            others.addAll(list);
          }
        });
    PortKeys keys = PortKeys.of(byPort);
    long all = entered.stream().mapToLong(table -> table.entries().size()).sum();
    sources.planPorts(counts, keys, all);
    if (byPort.isEmpty()) {
      return Optional.empty();
    }
    LookupOrder prices = sources.portOrder(counts);
    services.forEach(
        (service, list) -> {
          if (byPort(service, list)) {
            prices.add(table(service), list.size());
          }
        });
    Optional<Order> possible =
        Ahead.of(byPort, keys)
            .filter(it -> scope.bounds().expands() && it.holdsFewOf(others, byPort.size()))
            .map(it -> new Order(it, settles(it, services)));
    boolean settles =
        possible.filter(it -> it.settles() || comeToTheSame(it.ahead(), services)).isPresent();
    Optional<Order> chosen = possible.filter(order -> prices.isAhead(settles));
    scope
        .draft()
        .choice(prices.choice(scope.name(), possible.isPresent(), chosen.isPresent(), settles));
    return chosen;
  }

  private boolean isException(List<int[]> ports) {
    return ports.stream().anyMatch(pair -> exceptions.containsKey(pair[0] << 16 | pair[1]));
  }

  /** True if more is to be asked of a packet than its service. */
  private boolean asksMore(ServiceClass service) {
    return !service.onlySource() || !table(service).entries().isEmpty();
  }

  /** Where a class goes, whichever packets it is of. */
  private Verdict target(ServiceClass service, String what) {
    Verdict known = byClass.get(service);
    if (known == null) {
      known = lower(service, what);
      byClass.put(service, known);
    }
    return known;
  }

  private Verdict lower(ServiceClass service, String what) {
    if (!service.onlySource()) {
      return general.lower(service.rules());
    }
    SourceTable table = table(service);
    if (table.entries().isEmpty()) {
      sources.settled(service, table);
      return scope.verdict(table.otherwise());
    }
    return sources.byClass(service, table, what);
  }

  /** A class's sources, flattened once, whoever asks. */
  private SourceTable table(ServiceClass service) {
    return tables.computeIfAbsent(service, key -> SourceTable.of(key, scope.family()));
  }

  /** The class of most protocols that have no ports. */
  private ServiceClass usualProtocol() {
    Map<ServiceClass, Integer> counts = new LinkedHashMap<>();
    model.plain().values().forEach(service -> counts.merge(service, 1, Integer::sum));
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }
}
