package io.portcullis.agent;

import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.IcmpSet;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.effective.RuleId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Prints how long it takes from a resolved policy with one member more or less to a kernel that
 * enforces it: compiled, proven, sent and acknowledged. Not a test: run its main by hand, as root.
 * The arguments are the number of policies and that of CIDRs of each, by default 10,000 and 10.
 */
final class MemberTiming {

  private static final int ROUNDS = 400;
  private static final SourcePosition NOWHERE = new SourcePosition("timing.yaml", 1, 1);

  private MemberTiming() {}

  public static void main(String[] arguments) throws Exception {
    int policies = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int cidrs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
    List<EffectiveRule> rules = new ArrayList<>();
    for (int i = 0; i < policies; i++) {
      rules.add(allow(i, addresses(cidrs, i)));
    }
    Compilations compilations = new Compilations();
    List<Double> proving = new ArrayList<>();
    List<Double> sending = new ArrayList<>();
    List<Double> whole = new ArrayList<>();
    try (NetworkNamespace namespace = NetworkNamespace.create("timing");
        Programmer programmer = namespace.call(() -> Programmer.open(false))) {
      long started = System.nanoTime();
      Programmed last = programmer.bring(compilations.next(node(rules)));
      System.out.printf(Locale.ROOT, "%s in %.0f ms%n", last.sent(), since(started));
      long reads = programmer.reads();
      for (int round = 0; round < ROUNDS; round++) {
        int index = round / 2 * 7 % policies;
        AddressSet was = rules.get(index).boxes().get(0).source();
        Address address = Address.v4(0x05000000 | ((round / 2) << 8));
        AddressSet one = AddressSet.of(Prefix.masking(address, 24));
        rules.set(index, allow(index, round % 2 == 0 ? was.union(one) : was.minus(one)));
        NodePolicy next = node(rules);
        started = System.nanoTime();
        Proven proven = compilations.next(next);
        double proved = since(started);
        last = programmer.bring(proven);
        if (round >= ROUNDS / 2) {
          proving.add(proved);
          whole.add(since(started));
          sending.add(whole.get(whole.size() - 1) - proved);
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%d policies of %d CIDRs, one member: compiled and proven in %.2f ms, sent in %.2f ms,"
              + " both %.2f ms (medians; most %.2f ms), %s, table read %d times in %d changes%n",
          policies,
          cidrs,
          median(proving),
          median(sending),
          median(whole),
          whole.get(whole.size() - 1),
          last.sent(),
          programmer.reads() - reads,
          ROUNDS);
    }
  }

  private static double since(long started) {
    return (System.nanoTime() - started) / 1e6;
  }

  private static double median(List<Double> values) {
    values.sort(null);
    return values.get(values.size() / 2);
  }

  private static NodePolicy node(List<EffectiveRule> rules) {
    List<EffectiveRule> all = new ArrayList<>(rules);
    all.add(rule(all.size(), Action.DENY, box(AddressSet.all(Family.V4), PortSet.ALL, true)));
    EffectivePolicy policy = new EffectivePolicy(List.of(new EffectiveTier("t", all)));
    TreeMap<String, EndpointBinding> interfaces = new TreeMap<>();
    interfaces.put("eth0", new EndpointBinding("node1-eth0", NOWHERE, policy));
    return new NodePolicy("node1", interfaces, Optional.empty(), DataplaneSettings.defaults());
  }

  private static EffectiveRule allow(int index, AddressSet from) {
    PortSet port = PortSet.of(List.of(new PortSet.Range(20_000 + index, 20_000 + index)));
    return rule(index, Action.ALLOW, box(from, port, false));
  }

  private static EffectiveRule rule(int index, Action action, MatchBox box) {
    return new EffectiveRule(new RuleId("t", "p" + index, 0, NOWHERE), action, List.of(box));
  }

  private static MatchBox box(AddressSet from, PortSet ports, boolean all) {
    return new MatchBox(
        Family.V4,
        all ? ProtocolSet.ALL : ProtocolSet.of(ProtocolSet.TCP),
        from,
        AddressSet.all(Family.V4),
        PortSet.ALL,
        ports,
        IcmpSet.ALL);
  }

  /** CIDRs of mixed lengths, of which every ten have some of each. */
  private static AddressSet addresses(int count, long seed) {
    Random random = new Random(seed);
    int[] lengths = {24, 32, 28, 24, 32, 20, 24, 32, 24, 32};
    AddressSet.Builder out = AddressSet.builder(Family.V4);
    for (int i = 0; i < count; i++) {
      int address = (random.nextInt() & 0x7fffffff) | 0x10000000;
      out.add(Prefix.masking(Address.v4(address), lengths[i % lengths.length]));
    }
    return out.build();
  }
}
