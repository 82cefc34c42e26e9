package io.portcullis.compiler.bound;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.resolve.PolicyResolver;
import io.portcullis.policy.resource.EntityRule;
import io.portcullis.policy.resource.GlobalNetworkPolicy;
import io.portcullis.policy.resource.HostEndpoint;
import io.portcullis.policy.resource.NetworkSet;
import io.portcullis.policy.resource.ObjectMeta;
import io.portcullis.policy.resource.Resources;
import io.portcullis.policy.resource.Rule;
import io.portcullis.policy.selector.Selector;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * A million CIDRs, resolved, flattened and laid out: the processor time of each step and the most
 * heap there was, garbage that was not collected yet included. Run {@link #main} with the heap that
 * it is to do with; arguments are how many CIDRs and parts of shapes' names.
 */
public final class MillionReport {

  private static final int FIRST_PORT = 30_000;
  private static final int PORTS = 2_768;

  private MillionReport() {}

  /** Prints two lines per family and shape: cold, then again. */
  public static void main(String[] arguments) {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    List<String> only = List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
    for (Family family : Family.values()) {
      report(only, "blocklist on all ports, one set", family, count, 1, 1, 0);
      report(only, "one set for one port", family, count, 1, 1, 1);
      report(only, "1,000 sets, a port each", family, count, 1_000, 1, 1);
      report(only, "10,000 sets, a port each", family, count, 10_000, 1, 1);
      report(only, "10 sets, 50 ports each", family, count, 10, 50, 1);
      report(only, "100 sets, ranges of 100 ports", family, count, 100, 1, 100);
    }
  }

  private static void report(
      List<String> only,
      String shape,
      Family family,
      int count,
      int sets,
      int policiesEach,
      int ports) {
    if (!only.isEmpty() && only.stream().noneMatch((family + " " + shape)::contains)) {
      return;
    }
    Resources resources = resources(family, count, sets, policiesEach, ports);
    for (int round = 0; round < 2; round++) {
      System.gc();
      peaks().forEach(MemoryPoolMXBean::resetPeakUsage);
      long start = cpu();
      NodePolicy node =
          PolicyResolver.resolve(resources, "n", List.of(), DataplaneSettings.defaults()).policy();
      long resolved = cpu();
      String outcome;
      try {
        CompiledPolicy compiled = PolicyCompiler.compile(node);
        outcome =
            "%,d elements in %d sets"
                .formatted(
                    SizeReport.elements(compiled.ruleset()), compiled.ruleset().sets().size());
      } catch (OutOfMemoryError e) {
        outcome = "out of memory";
      }
      long made = cpu();
      System.out.printf(
          "%s %s: resolved in %,d ms, compiled in %,d ms, at most %,d MiB of heap: %s%n",
          family,
          shape,
          (resolved - start) / 1_000_000,
          (made - resolved) / 1_000_000,
          peaks().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() >> 20,
          outcome);
    }
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static List<MemoryPoolMXBean> peaks() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private static Resources resources(
      Family family, int count, int sets, int policiesEach, int ports) {
    Random random = new Random(count);
    List<NetworkSet> made = new ArrayList<>();
    List<GlobalNetworkPolicy> policies = new ArrayList<>();
    for (int i = 0; i < sets; i++) {
      List<Prefix> nets = new ArrayList<>();
      for (int j = 0; j < count / sets; j++) {
        nets.add(net(family, random));
      }
      made.add(new NetworkSet(meta("set" + i, Map.of("set", "s" + i)), Optional.empty(), nets));
      for (int j = 0; j < policiesEach; j++) {
        policies.add(policy(policies.size(), "set == 's" + i + "'", ports == 0, ports));
      }
    }
    policies.add(policy(policies.size(), "", false, PORTS));
    HostEndpoint endpoint =
        new HostEndpoint(
            meta("guarded", Map.of()), "n", Optional.of("eth0"), List.of(), List.of(), List.of());
    return new Resources(List.of(endpoint), policies, made, List.of(), List.of());
  }

  private static Prefix net(Family family, Random random) {
    int[] lengths =
        family == Family.V4 ? new int[] {20, 22, 24, 28, 32, 32} : new int[] {48, 56, 64, 64, 128};
    Address address =
        family == Family.V4
            ? Address.v4(random.nextInt())
            : Address.v6(0x2000_0000_0000_0000L | random.nextLong() >>> 3, random.nextLong());
    return Prefix.masking(address, lengths[random.nextInt(lengths.length)]);
  }

  private static GlobalNetworkPolicy policy(int index, String from, boolean all, int ports) {
    int first = FIRST_PORT + (index * Math.max(1, ports)) % PORTS;
    PortSet.Range range =
        ports >= PORTS
            ? new PortSet.Range(FIRST_PORT, FIRST_PORT + PORTS - 1)
            : new PortSet.Range(
                first, Math.min(FIRST_PORT + PORTS, first + Math.max(1, ports)) - 1);
    boolean last = from.isEmpty();
    Rule rule =
        new Rule(
            new SourcePosition("p" + index, 9, 5),
            last || all ? Action.DENY : Action.ALLOW,
            Optional.empty(),
            all ? Optional.empty() : Optional.of(new Rule.Protocol(6, true)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            last ? EntityRule.ANY : entity(Optional.of(Selector.parse(from)), List.of()),
            all
                ? EntityRule.ANY
                : entity(Optional.empty(), List.of(new EntityRule.PortMatch.Numbers(range))));
    return new GlobalNetworkPolicy(
        meta("p" + index, Map.of()),
        "default",
        OptionalDouble.of(index),
        Selector.ALL,
        List.of(rule),
        GlobalNetworkPolicy.Kind.PRE_DNAT);
  }

  private static EntityRule entity(Optional<Selector> selector, List<EntityRule.PortMatch> ports) {
    return new EntityRule(
        List.of(), List.of(), selector, Optional.empty(), Optional.empty(), ports, List.of());
  }

  private static ObjectMeta meta(String name, Map<String, String> labels) {
    return new ObjectMeta(name, labels, new SourcePosition(name, 1, 1));
  }
}
