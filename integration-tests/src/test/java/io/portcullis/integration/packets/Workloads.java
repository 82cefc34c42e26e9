package io.portcullis.integration.packets;

import io.portcullis.integration.packets.Nets.Lengths;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The policies that are measured. */
final class Workloads {

  static final int FIRST_PORT = 30_000;

  /** How many NodePorts Kubernetes has by default: 30000 to 32767. */
  static final int PORTS = 2_768;

  static final PortRange NODE_PORTS = new PortRange(FIRST_PORT, FIRST_PORT + PORTS - 1);

  /** What is left is denied, as on a node whose NodePorts are guarded. */
  static final Policy DENY_REST =
      new Policy("p99999-deny-rest", false, Optional.empty(), List.of(NODE_PORTS));

  private final Family family;
  private final Random random;

  private Workloads(Family family, long seed) {
    this.family = family;
    this.random = new Random(seed);
  }

  /** Three NodePorts, five CIDRs. */
  static Workload tiny(Family family) {
    Workloads w = new Workloads(family, 1);
    List<NetSet> sets = w.sets(1, 5, Lengths.COMMON);
    return w.workload("tiny", "3 NodePorts, 5 CIDRs", w.allowed(1, 3, sets));
  }

  /** As tiny; for rules that do not ask for any of it. */
  static Workload pieces(Family family) {
    Workload tiny = tiny(family);
    return new Workload(Pieces.NAME, tiny.about(), family, tiny.policies(), tiny.streams());
  }

  /** Fifty NodePorts, each open to one of 20 sets of 100 CIDRs. */
  static Workload typical(Family family) {
    Workloads w = new Workloads(family, 2);
    List<NetSet> sets = w.sets(20, 100, Lengths.COMMON);
    return w.workload("typical", "50 NodePorts, 20 sets of 100 CIDRs", w.allowed(50, 50, sets));
  }

  /** All NodePorts, 1,000 policies, 10,000 CIDRs. */
  static Workload large(Family family) {
    Workloads w = new Workloads(family, 3);
    return w.workload(
        "large",
        "2,768 NodePorts, 1,000 policies, 10,000 CIDRs",
        w.allowed(1_000, PORTS, w.sets(1_000, 10, Lengths.COMMON)));
  }

  /** Ten thousand policies, 100,000 CIDRs of mixed lengths. */
  static Workload huge(Family family) {
    Workloads w = new Workloads(family, 4);
    return w.workload(
        "huge",
        "2,768 NodePorts, 10,000 policies, 100,000 CIDRs of mixed lengths",
        w.allowed(10_000, 10_000, w.sets(10_000, 10, Lengths.MIXED)));
  }

  /** First 100,000 CIDRs denied on all ports, then as large. */
  static Workload blocklist(Family family) {
    Workloads w = new Workloads(family, 5);
    List<NetSet> sets = w.sets(1_000, 10, Lengths.COMMON);
    NetSet blocked = NetSet.of("blocked", family, w.nets().disjoint(100_000, Lengths.MIXED));
    List<Policy> policies = new ArrayList<>();
    policies.add(new Policy("p00000-blocked", false, Optional.of(blocked), List.of()));
    policies.addAll(w.allowed(1_000, PORTS, sets));
    return w.workload("blocklist", "100,000 CIDRs denied on all ports, then as large", policies);
  }

  /** As many policies as are asked for, over as many CIDRs in all. */
  static Workload policies(Family family, int policies, int nets) {
    Workloads w = new Workloads(family, 7);
    return w.workload(
        policies + "x" + nets / policies,
        "%,d policies of one NodePort and %,d CIDRs".formatted(policies, nets / policies),
        w.allowed(policies, policies, w.sets(policies, nets / policies, Lengths.COMMON)));
  }

  /**
   * One thousand policies, each around those before it in ports and sources, and of the other
   * action.
   */
  static Workload hostile(Family family) {
    Workloads w = new Workloads(family, 6);
    int towers = 40;
    List<Prefix> inner = w.nets().disjoint(towers, Lengths.COMMON);
    List<Policy> policies = new ArrayList<>();
    int longest = family.bits();
    for (int i = 0; i < 1_000; i++) {
      int floor = i / towers;
      Prefix net =
          Prefix.masking(
              inner.get(i % towers).address(),
              family == Family.V4 ? longest - floor : 128 - 4 * floor);
      NetSet set = NetSet.of("s" + i, family, List.of(net));
      int middle = FIRST_PORT + PORTS / 2;
      PortRange ports = new PortRange(middle - 1 - i, middle + i);
      policies.add(
          new Policy("p%05d".formatted(i), floor % 2 == 0, Optional.of(set), List.of(ports)));
    }
    return w.workload(
        "hostile",
        "1,000 policies within each other in ports and sources, Allow and Deny in turn",
        policies);
  }

  private Nets nets() {
    return new Nets(family, random);
  }

  private List<NetSet> sets(int count, int each, Lengths lengths) {
    List<Prefix> nets = nets().disjoint(count * each, lengths);
    List<NetSet> out = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      out.add(NetSet.of("s" + i, family, nets.subList(i * each, (i + 1) * each)));
    }
    return out;
  }

  /** Policies that open ports, dealt out in turn, to sets, in turn. */
  private List<Policy> allowed(int count, int ports, List<NetSet> sets) {
    List<Policy> out = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<PortRange> own = new ArrayList<>();
      for (int port = i; port < ports; port += count) {
        own.add(PortRange.of(FIRST_PORT + port % PORTS));
      }
      NetSet set = sets.get(i % sets.size());
      out.add(new Policy("p%05d".formatted(i + 1), true, Optional.of(set), own));
    }
    return out;
  }

  private Workload workload(String name, String about, List<Policy> policies) {
    List<Policy> all = new ArrayList<>(policies);
    all.add(DENY_REST);
    return new Workload(name, about, family, all, new Streams(all, nets(), random).all());
  }
}
