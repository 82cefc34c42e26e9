package io.portcullis.integration.packets;

import io.portcullis.policy.address.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/** {@code ./portcullis bench packets}. */
public final class PacketBench {

  private PacketBench() {}

  /** Measures, and prints. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("packets");
    Measurement measurement = new Measurement(directory, Effort.QUICK, System.err::println);
    List<Variant> variants = List.of(new Portcullis(false), new Portcullis(true), new Pipapo());
    for (Family family : Family.values()) {
      for (Workload workload :
          List.of(Workloads.tiny(family), Workloads.typical(family), Workloads.large(family))) {
        for (Result r :
            measurement.run(workload, EnumSet.allOf(PacketStream.Kind.class), variants, 1)) {
          System.out.printf(
              Locale.ROOT,
              "%-10s %s %-12s %-22s total %8.1f  added %8.1f [%.1f, %.1f]  %s%n",
              r.workload(),
              r.family(),
              r.kind(),
              r.variant(),
              r.total().median(),
              r.added().median(),
              r.added().quantile(0.25),
              r.added().quantile(0.75),
              r.wrong().orElse(""));
        }
      }
    }
  }
}
