package io.portcullis.integration.packets;

import io.portcullis.policy.address.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which plots there are of what was measured. */
final class Plots {

  private Plots() {}

  /** A plot and the name of its file. */
  record Named(String file, String title, String svg) {}

  /** Those for which there are figures. */
  static List<Named> of(List<Result> results) {
    List<Named> out = new ArrayList<>();
    for (Family family : Family.values()) {
      bars(out, results, family, PacketStream.Kind.HIT);
      bars(out, results, family, PacketStream.Kind.MISS);
    }
    List<Result> growth = results.stream().filter(r -> policies(r).isPresent()).toList();
    if (!growth.isEmpty()) {
      String title = "Nanoseconds added to an allowed packet, 10,000 CIDRs in so many policies";
      out.add(new Named("packets-policies.svg", title, GrowthPlot.draw(title, growth)));
    }
    return out;
  }

  private static void bars(
      List<Named> out, List<Result> results, Family family, PacketStream.Kind kind) {
    Predicate<Result> scenario =
        r ->
            r.family() == family
                && r.kind() == kind
                && r.senders() == 1
                && !r.workload().equals(Pieces.NAME)
                && !r.workload().contains("x");
    List<Result> shown =
        results.stream().filter(scenario).filter(r -> !EmptyChain.is(r.variant())).toList();
    if (!shown.isEmpty()) {
      String words = family == Family.V4 ? "IPv4" : "IPv6";
      String title = "Nanoseconds added to a packet, %s, %s".formatted(Report.kind(kind), words);
      String file = kind == PacketStream.Kind.HIT ? "allowed" : "unknown";
      out.add(
          new Named(
              "packets-%s-%s.svg".formatted(file, family == Family.V4 ? "ipv4" : "ipv6"),
              title,
              BarPlot.draw(title, shown)));
    }
  }

  /** How many policies share 10,000 CIDRs; empty for other results. */
  static Optional<Integer> policies(Result result) {
    String[] parts = result.workload().split("x", 2);
    boolean growth =
        result.workload().matches("[0-9]+x[0-9]+")
            && Integer.parseInt(parts[0]) * Integer.parseInt(parts[1]) == 10_000
            && result.kind() == PacketStream.Kind.HIT
            && !EmptyChain.is(result.variant());
    return growth ? Optional.of(Integer.parseInt(parts[0])) : Optional.empty();
  }

  /** Each variant has its colour everywhere. */
  static int colour(String variant) {
    for (int i = 0; i < Part.VARIANTS.size(); i++) {
      if (Part.VARIANTS.get(i).name().equals(variant)) {
        return i;
      }
    }
    return Part.VARIANTS.size() - 1;
  }
}
