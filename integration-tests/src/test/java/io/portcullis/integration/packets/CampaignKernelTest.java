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

  private static Options options(List<Part> parts, Optional<Path> out, Optional<Path> kept) {
    return new Options(parts, SHORT, out, kept, Long.MAX_VALUE);
  }

  @Test
  void whatWasMeasuredInOneRunIsInTheReportOfTheNext() throws Exception {
    Part first = part("first", new Portcullis(false));
    Part second = part("second", new Portcullis(true));
    Optional<Path> kept = Optional.of(dir.resolve("parts"));
    Optional<Path> out = Optional.of(dir.resolve("out"));
    new Campaign(options(List.of(second), Optional.empty(), kept), dir, line -> {}).run();
    List<String> said = new ArrayList<>();
    Campaign both = new Campaign(options(List.of(first, second), out, kept), dir, said::add);

    both.run();

    assertThat(said).contains("first, IPv4").doesNotContain("second, IPv4");
    assertThat(both.report().text())
        .containsSubsequence("| Portcullis | ", "| Portcullis, counters | ");

    Campaign none = new Campaign(options(List.of(first, second), out, kept), dir, said::add);
    none.run();
    assertThat(none.report().text()).isEqualTo(both.report().text());
    assertThat(Files.readString(dir.resolve("out").resolve(Report.FILE)))
        .startsWith(both.report().text());
  }

  @Test
  void noPartIsBegunWhenTimeIsUp() throws Exception {
    List<String> said = new ArrayList<>();
    Options options =
        new Options(
            List.of(part("late", new Portcullis(false))),
            SHORT,
            Optional.empty(),
            Optional.of(dir.resolve("parts")),
            0);
    Campaign campaign = new Campaign(options, dir, said::add);

    campaign.run();

    assertThat(campaign.report().whole()).isFalse();
    assertThat(campaign.report().text()).contains("late, IPv4: not begun");
  }

  @Test
  void piecesAreMeasuredAndTargetsSetInTheirTerms() throws Exception {
    Part pieces =
        Part.full().stream()
            .filter(p -> p.scenario().equals(Pieces.NAME))
            .findFirst()
            .orElseThrow();
    Campaign campaign =
        new Campaign(
            options(
                List.of(pieces, part("tiny", new Portcullis(false))),
                Optional.empty(),
                Optional.empty()),
            dir,
            line -> {});

    campaign.run();

    Report report = campaign.report();
    assertThat(report.right()).isTrue();
    assertThat(report.whole()).isTrue();
    assertThat(report.text())
        .contains("| map of 1,000 keys of 4 bytes | ")
        // So few packets may seem to take any time, less than none included.
        .containsPattern("cost -?[0-9.,]+ times as much here")
        .containsPattern("[|] tiny, IPv4, allowed, Portcullis [|] at most 100 ns [|] -?[0-9,]+ ns");
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
    Campaign campaign =
        new Campaign(options(parts, Optional.of(out), Optional.empty()), dir, said::add);

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
