package io.portcullis.policy.resolve;

import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import io.portcullis.policy.resource.EntityRule;
import io.portcullis.policy.resource.EntityRule.Namespaces;
import io.portcullis.policy.resource.EntityRule.PortMatch;
import io.portcullis.policy.resource.GlobalNetworkPolicy;
import io.portcullis.policy.resource.HostEndpoint;
import io.portcullis.policy.resource.NetworkSet;
import io.portcullis.policy.resource.ObjectMeta;
import io.portcullis.policy.resource.Profile;
import io.portcullis.policy.resource.Resources;
import io.portcullis.policy.resource.Rule;
import io.portcullis.policy.resource.Tier;
import io.portcullis.policy.selector.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Valid resources and packets at random, over so few values that they meet. */
final class RandomResources {

  private static final SourcePosition HERE = new SourcePosition("random", 1, 1);
  private static final List<String> SELECTORS =
      List.of("a == 'x'", "a != 'x'", "has(b)", "!has(b)", "b in {'x', 'y'}", "all()", "a == 'z'");
  private static final List<Action> ACTIONS = List.of(Action.values());
  private static final int[] PROTOCOLS = {6, 17, 132};

  private final Random random;

  RandomResources(long seed) {
    random = new Random(seed);
  }

  Resources resources() {
    List<HostEndpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      endpoints.add(
          new HostEndpoint(
              new ObjectMeta("hep" + i, labels(), HERE),
              i == 0 ? "n" : "other",
              Optional.of("eth0"),
              many(3, () -> address(family())),
              List.of("p0", "p1"),
              many(
                  3,
                  () ->
                      new HostEndpoint.Port(
                          "port" + random.nextInt(2),
                          PROTOCOLS[random.nextInt(3)],
                          1 + random.nextInt(4)))));
    }
    List<NetworkSet> sets = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Map<String, String> labels = labels();
      Optional<String> namespace = maybe(3, () -> "ns");
      namespace.ifPresent(name -> labels.put("projectcalico.org/namespace", name));
      sets.add(
          new NetworkSet(
              new ObjectMeta("set" + i, labels, HERE), namespace, many(3, () -> net(family()))));
    }
    List<Tier> tiers = List.of(new Tier(new ObjectMeta("t", Map.of(), HERE), order()));
    List<Profile> profiles =
        List.of(
            new Profile(new ObjectMeta("p0", Map.of(), HERE), labels()),
            new Profile(new ObjectMeta("p1", Map.of(), HERE), labels()));
    List<GlobalNetworkPolicy> policies = new ArrayList<>();
    for (String name : List.of("a", "a-b", "c", "d", "e")) {
      policies.add(
          new GlobalNetworkPolicy(
              new ObjectMeta(name, Map.of(), HERE),
              random.nextBoolean() ? "t" : Tier.DEFAULT,
              order(),
              selector(),
              many(4, this::rule),
              random.nextInt(5) == 0
                  ? GlobalNetworkPolicy.Kind.NORMAL
                  : GlobalNetworkPolicy.Kind.PRE_DNAT));
    }
    return new Resources(endpoints, policies, sets, tiers, profiles);
  }

  Packet packet() {
    Family family = family();
    int[] protocols = {6, 6, 17, 17, 132, 1, 58, 47, -1};
    int protocol = protocols[random.nextInt(protocols.length)];
    boolean ports = protocol == 6 || protocol == 17 || protocol == 132;
    boolean icmp = protocol == (family == Family.V4 ? 1 : 58);
    return new Packet(
        "eth0",
        protocol,
        address(family),
        address(family),
        ports ? 1 + random.nextInt(6) : 0,
        ports ? 1 + random.nextInt(6) : 0,
        icmp ? random.nextInt(3) : 0,
        icmp ? random.nextInt(3) : 0,
        ConntrackState.NEW,
        random.nextBoolean());
  }

  private Rule rule() {
    Optional<Family> nets = maybe(2, this::family);
    Optional<Family> version = nets.or(() -> maybe(4, this::family)).filter(f -> oneIn(2));
    int[] all = {6, 17, 132, 1, 58, 47};
    Optional<Rule.Protocol> protocol =
        maybe(2, () -> new Rule.Protocol(all[random.nextInt(all.length)], oneIn(2)));
    boolean isIcmp = protocol.filter(p -> p.number() == 1 || p.number() == 58).isPresent();
    boolean hasPorts = protocol.filter(p -> List.of(6, 17, 132).contains(p.number())).isPresent();
    return new Rule(
        HERE,
        ACTIONS.get(random.nextInt(4)),
        version,
        protocol,
        maybe(4, () -> new Rule.Protocol(all[random.nextInt(all.length)], false)),
        isIcmp ? maybe(2, this::icmp) : Optional.empty(),
        maybe(8, this::icmp),
        entity(nets, hasPorts, protocol.isEmpty()),
        entity(nets, hasPorts, protocol.isEmpty()));
  }

  private Rule.Icmp icmp() {
    return new Rule.Icmp(
        random.nextInt(3), oneIn(2) ? OptionalInt.of(random.nextInt(3)) : OptionalInt.empty());
  }

  private EntityRule entity(Optional<Family> nets, boolean hasPorts, boolean namesOnly) {
    if (oneIn(4)) {
      return EntityRule.ANY;
    }
    boolean ports = hasPorts || (namesOnly && oneIn(3));
    return new EntityRule(
        nets.map(family -> many(2, () -> net(family))).orElse(List.of()),
        nets.filter(f -> oneIn(3)).map(family -> many(2, () -> narrow(family))).orElse(List.of()),
        maybe(3, this::selector),
        maybe(4, this::selector),
        maybe(6, () -> oneIn(2) ? Namespaces.GLOBAL : Namespaces.NAMESPACED),
        ports && oneIn(2) ? many(3, () -> port(namesOnly)) : List.of(),
        ports && oneIn(3) ? many(3, () -> port(namesOnly)) : List.of());
  }

  private PortMatch port(boolean nameOnly) {
    if (nameOnly || oneIn(2)) {
      return new PortMatch.Named("port" + random.nextInt(3));
    }
    int first = 1 + random.nextInt(5);
    return new PortMatch.Numbers(new PortSet.Range(first, first + random.nextInt(2)));
  }

  private Selector selector() {
    return Selector.parse(SELECTORS.get(random.nextInt(SELECTORS.size())));
  }

  private Map<String, String> labels() {
    Map<String, String> out = new TreeMap<>();
    for (String key : List.of("a", "b")) {
      if (oneIn(2)) {
        out.put(key, List.of("x", "y", "w").get(random.nextInt(3)));
      }
    }
    return out;
  }

  private OptionalDouble order() {
    return oneIn(4) ? OptionalDouble.empty() : OptionalDouble.of(random.nextInt(3) - 1);
  }

  private Family family() {
    return random.nextBoolean() ? Family.V4 : Family.V6;
  }

  private Address address(Family family) {
    int low = random.nextInt(8);
    return family == Family.V4 ? Address.v4(low) : Address.v6(0, low);
  }

  private Prefix net(Family family) {
    return Prefix.masking(address(family), oneIn(8) ? 0 : family.bits() - random.nextInt(4));
  }

  private Prefix narrow(Family family) {
    return Prefix.masking(address(family), family.bits() - random.nextInt(3));
  }

  private boolean oneIn(int chances) {
    return random.nextInt(chances) == 0;
  }

  private <T> Optional<T> maybe(int chances, Supplier<T> value) {
    return oneIn(chances) ? Optional.of(value.get()) : Optional.empty();
  }

  private <T> List<T> many(int most, Supplier<T> value) {
    List<T> out = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      out.add(value.get());
    }
    return out;
  }
}
