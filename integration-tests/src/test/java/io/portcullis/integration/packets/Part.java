package io.portcullis.integration.packets;

import io.portcullis.policy.address.Family;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * One workload's place in the plan.
 *
 * @param scenario by which it is asked for
 * @param kinds of packets that are measured
 * @param senders at once
 */
record Part(
    String scenario,
    Function<Family, Workload> workload,
    Family family,
    Set<PacketStream.Kind> kinds,
    List<Variant> variants,
    int senders) {

  private static final Portcullis PLAIN = new Portcullis(false);
  private static final Portcullis COUNTING = new Portcullis(true);
  private static final Set<PacketStream.Kind> ALL = EnumSet.allOf(PacketStream.Kind.class);
  private static final Set<PacketStream.Kind> HIT = EnumSet.of(PacketStream.Kind.HIT);
  private static final Set<PacketStream.Kind> NEW =
      EnumSet.of(PacketStream.Kind.HIT, PacketStream.Kind.MISS);

  /** Everything that there is to compare. */
  static final List<Variant> VARIANTS =
      List.of(
          PLAIN, COUNTING, new CalicoNft(), new CalicoIptables(), new LinearRules(), new Pipapo());

  private static final List<Variant> WITH_CALICO =
      List.of(PLAIN, COUNTING, new CalicoNft(), new CalicoIptables());

  /** Everything in full. */
  static List<Part> full() {
    List<Part> out = new java.util.ArrayList<>();
    out.add(new Part(Pieces.NAME, Workloads::pieces, Family.V4, HIT, List.copyOf(Pieces.ALL), 1));
    for (Family family : Family.values()) {
      out.add(new Part("tiny", Workloads::tiny, family, ALL, VARIANTS, 1));
      out.add(new Part("typical", Workloads::typical, family, ALL, VARIANTS, 1));
      out.add(new Part("large", Workloads::large, family, ALL, VARIANTS, 1));
      out.add(new Part("huge", Workloads::huge, family, ALL, VARIANTS, 1));
      out.add(new Part("blocklist", Workloads::blocklist, family, ALL, VARIANTS, 1));
      out.add(new Part("hostile", Workloads::hostile, family, ALL, VARIANTS, 1));
    }
    for (int policies : new int[] {10, 100, 1_000, 10_000}) {
      // Where Calico's ratio is asked for, misses too.
      boolean ratio = policies == 100;
      out.add(policies(policies, 10_000, ratio ? NEW : HIT, WITH_CALICO));
    }
    out.add(policies(1_000, 100_000, NEW, WITH_CALICO));
    List<Variant> own = List.of(PLAIN, COUNTING, new Pipapo());
    out.add(new Part("senders-tiny", Workloads::tiny, Family.V4, NEW, own, 2));
    out.add(new Part("senders-typical", Workloads::typical, Family.V4, NEW, own, 2));
    out.add(new Part("senders-large", Workloads::large, Family.V4, NEW, own, 2));
    return out;
  }

  /** What shows within two minutes whether something is amiss. */
  static List<Part> quick() {
    return full().stream()
        .filter(
            part ->
                List.of(Pieces.NAME, "tiny", "typical").contains(part.scenario())
                    || (part.scenario().equals("large") && part.family() == Family.V4)
                    || part.scenario().equals("100x100"))
        .toList();
  }

  private static Part policies(
      int policies, int nets, Set<PacketStream.Kind> kinds, List<Variant> variants) {
    return new Part(
        policies + "x" + nets / policies,
        family -> Workloads.policies(family, policies, nets),
        Family.V4,
        kinds,
        variants,
        1);
  }

  String title() {
    return scenario
        + (family == Family.V4 ? ", IPv4" : ", IPv6")
        + (senders > 1 ? ", " + senders + " senders" : "");
  }
}
