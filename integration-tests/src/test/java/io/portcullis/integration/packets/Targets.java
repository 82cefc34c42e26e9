package io.portcullis.integration.packets;

import io.portcullis.policy.address.Family;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was to be reached, beside what was. */
final class Targets {

  private static final String PLAIN = new Portcullis(false).name();
  private static final String COUNTING = new Portcullis(true).name();

  private static final String REACHED = "reached";
  private static final String MISSED = "**not reached**";

  private final List<Result> results;
  private final Optional<Double> times;
  private final StringBuilder out = new StringBuilder();

  /**
   * Of what was measured.
   *
   * @param times dearer that pieces are here than where the targets were set, if that was measured
   */
  Targets(List<Result> results, Optional<Double> times) {
    this.results = results;
    this.times = times;
  }

  /** In Markdown; only what was measured. */
  String table() {
    times.ifPresent(
        t ->
            out.append(
                "The third column is the target times %.1f, what pieces cost here.\n\n"
                    .formatted(t)));
    out.append("| | to reach | at this machine's prices | measured | |\n|---|---|---|---|---|\n");
    for (Result result : results) {
      boolean counters = result.variant().equals(COUNTING);
      if (counters || result.variant().equals(PLAIN)) {
        Target.added(result.workload(), result.kind(), counters)
            .ifPresent(most -> added(result, most));
      }
    }
    growth(PLAIN);
    growth(COUNTING);
    for (int policies : new int[] {100, 1_000}) {
      ratio(policies, PacketStream.Kind.HIT);
      ratio(policies, PacketStream.Kind.MISS);
    }
    return out.toString();
  }

  private void added(Result result, double most) {
    double median = result.added().median();
    double here = most * times.orElse(1.0);
    row(
        "%s, %s, %s, %s%s"
            .formatted(
                result.workload(),
                result.family() == Family.V4 ? "IPv4" : "IPv6",
                Report.kind(result.kind()),
                result.variant(),
                result.senders() > 1 ? ", " + result.senders() + " senders" : ""),
        "at most " + Report.nanos(most) + " ns",
        times.isPresent() ? Report.nanos(here) + " ns" : "",
        Report.nanos(median) + " ns",
        median <= most
            ? REACHED
            : times.isPresent() && median <= here ? "reached at these prices" : MISSED);
  }

  private void growth(String variant) {
    Optional<Double> few = median("10x1000", PacketStream.Kind.HIT, variant);
    Optional<Double> many = median("10000x1", PacketStream.Kind.HIT, variant);
    if (few.isPresent() && many.isPresent()) {
      double growth = many.get() / few.get();
      row(
          "10 to 10,000 policies, 10,000 CIDRs in all, allowed, " + variant,
          "at most %.2f times".formatted(Target.GROWTH),
          "",
          String.format(
              Locale.ROOT,
              "%.2f times (%s to %s ns)",
              growth,
              Report.nanos(few.get()),
              Report.nanos(many.get())),
          growth <= Target.GROWTH ? REACHED : MISSED);
    }
  }

  private void ratio(int policies, PacketStream.Kind kind) {
    String workload = policies + "x100";
    Optional<Double> own = median(workload, kind, PLAIN);
    Optional<Double> calico = median(workload, kind, new CalicoNft().name());
    if (own.isPresent() && calico.isPresent()) {
      double less = calico.get() / own.get();
      row(
          "%,d policies of 100 CIDRs, %s, against Calico's layout in nft"
              .formatted(policies, Report.kind(kind)),
          "at least %.0f times less".formatted(Target.timesLess(policies)),
          "",
          String.format(
              Locale.ROOT,
              "%,.0f times (%s against %s ns)",
              less,
              Report.nanos(own.get()),
              Report.nanos(calico.get())),
          less >= Target.timesLess(policies) ? REACHED : MISSED);
    }
  }

  private Optional<Double> median(String workload, PacketStream.Kind kind, String variant) {
    return results.stream()
        .filter(r -> r.workload().equals(workload) && r.kind() == kind && r.senders() == 1)
        .filter(r -> r.variant().equals(variant))
        .map(r -> r.added().median())
        .findFirst();
  }

  private void row(String what, String wanted, String here, String measured, String reached) {
    out.append("| %s | %s | %s | %s | %s |\n".formatted(what, wanted, here, measured, reached));
  }
}
