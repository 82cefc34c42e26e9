package io.portcullis.policy.resolve;

import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.resource.EntityRule;
import io.portcullis.policy.resource.GlobalNetworkPolicy;
import io.portcullis.policy.resource.HostEndpoint;
import io.portcullis.policy.resource.NetworkSet;
import io.portcullis.policy.resource.ObjectMeta;
import io.portcullis.policy.resource.Resources;
import io.portcullis.policy.resource.Rule;
import io.portcullis.policy.selector.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** As many policies as are asked for, each of a port and a set of its own, for node {@code n}. */
public final class ManyResources {

  private final int policies;
  private final int nets;

  /**
   * Says how many.
   *
   * @param nets in each set
   */
  public ManyResources(int policies, int nets) {
    this.policies = policies;
    this.nets = nets;
  }

  /** The same each time it is asked. */
  public Resources resources() {
    Random random = new Random(policies);
    List<GlobalNetworkPolicy> made = new ArrayList<>();
    List<NetworkSet> sets = new ArrayList<>();
    for (int i = 0; i < policies; i++) {
      made.add(policy(i));
      List<Prefix> own = new ArrayList<>();
      for (int j = 0; j < nets; j++) {
        own.add(net(random));
      }
      sets.add(new NetworkSet(meta("set" + i, Map.of("set", "s" + i)), Optional.empty(), own));
    }
    HostEndpoint endpoint =
        new HostEndpoint(
            meta("guarded", Map.of("guarded", "true")),
            "n",
            Optional.of("eth0"),
            List.of(),
            List.of(),
            List.of());
    return new Resources(List.of(endpoint), made, sets, List.of(), List.of());
  }

  private static Prefix net(Random random) {
    int[] lengths = {16, 24, 32, 32};
    return Prefix.masking(Address.v4(random.nextInt()), lengths[random.nextInt(4)]);
  }

  private static GlobalNetworkPolicy policy(int i) {
    return new GlobalNetworkPolicy(
        meta("p" + i, Map.of()),
        "default",
        OptionalDouble.of(i),
        Selector.parse("guarded == 'true'"),
        List.of(rule(i)),
        GlobalNetworkPolicy.Kind.PRE_DNAT);
  }

  private static Rule rule(int i) {
    int port = 30_000 + i % 2_768;
    return new Rule(
        new SourcePosition("p" + i, 9, 5),
        Action.ALLOW,
        Optional.empty(),
        Optional.of(new Rule.Protocol(6, true)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        entity(Optional.of(Selector.parse("set == 's" + i + "'")), List.of()),
        entity(
            Optional.empty(),
            List.of(new EntityRule.PortMatch.Numbers(new PortSet.Range(port, port)))));
  }

  private static EntityRule entity(Optional<Selector> selector, List<EntityRule.PortMatch> ports) {
    return new EntityRule(
        List.of(), List.of(), selector, Optional.empty(), Optional.empty(), ports, List.of());
  }

  private static ObjectMeta meta(String name, Map<String, String> labels) {
    return new ObjectMeta(name, labels, new SourcePosition(name, 1, 1));
  }

  /** The same, but for the nets of one set. */
  public static Resources with(Resources resources, int set, List<Prefix> nets) {
    List<NetworkSet> sets = new ArrayList<>(resources.networkSets());
    NetworkSet old = sets.get(set);
    sets.set(set, new NetworkSet(old.meta(), old.namespace(), nets));
    return new Resources(
        resources.hostEndpoints(),
        resources.policies(),
        sets,
        resources.tiers(),
        resources.profiles());
  }
}
