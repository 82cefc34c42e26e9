package io.portcullis.integration.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.address.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Part after part; no assertion is about time. */
class CampaignKernelTest {

  private static final Effort SHORT = new Effort(2, 1_000_000, 1 << 10);

  @TempDir private Path dir = Path.of("");

  /** Cannot be loaded. */
  private record Broken() implements Variant {

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public Optional<String> leftOut(Workload workload) {
      return Optional.empty();
    }

    @Override
    public void load(Arena arena, Workload workload) {
      arena.nft("this is not nft");
    }
  }

  private static Part part(String name, Variant variant) {
    return new Part(
        name, Workloads::tiny, Family.V4, EnumSet.of(PacketStream.Kind.HIT), List.of(variant), 1);
  }

  @Test
  void aPartThatFailsLosesNeitherThoseBeforeNorThoseAfter() throws Exception {
    Path out = dir.resolve("out");
    List<Part> parts =
        List.of(
            part("first", new Portcullis(false)),
            part("second", new Broken()),
            part("third", new Portcullis(true)));
    List<String> said = new ArrayList<>();
    Campaign campaign = new Campaign(new Options(parts, SHORT, Optional.of(out)), dir, said::add);

    campaign.run();

    Report report = campaign.report();
    assertThat(report.right()).isTrue();
    assertThat(report.whole()).isFalse();
    assertThat(report.text())
        .contains("| Portcullis | ")
        .contains("| Portcullis, counters | ")
        .contains("## Could not be measured\n\n- second, IPv4: ");
    assertThat(said).anyMatch(line -> line.startsWith("  not measured: "));
    assertThat(Files.readString(out.resolve(Report.FILE)))
        .contains("| Portcullis, counters | ")
        .contains("- second, IPv4: ");
  }
}
