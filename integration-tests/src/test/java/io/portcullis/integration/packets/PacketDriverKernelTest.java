package io.portcullis.integration.packets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.policy.address.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packet driver and what is measured with it; no assertion is about time. */
class PacketDriverKernelTest {

  private static final Effort SHORT = new Effort(2, 1_000_000, 1 << 10);

  @TempDir private Path dir = Path.of("");

  /** Lets through what {@link Portcullis} would deny. */
  private record Open() implements Variant {

    @Override
    public String name() {
      return "open";
    }

    @Override
    public Optional<String> leftOut(Workload workload) {
      return Optional.empty();
    }

    @Override
    public void load(Arena arena, Workload workload) {
      arena.nft(NftTables.base("accept", "", ""));
    }
  }

  private List<Result> measure(Family family, List<Variant> variants, int senders)
      throws Exception {
    return new Measurement(dir, SHORT, line -> {})
        .run(Workloads.tiny(family), EnumSet.allOf(PacketStream.Kind.class), variants, senders);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void everyPacketGetsItsVerdictFromEveryRuleset(Family family) throws Exception {
    List<Result> results = measure(family, Part.VARIANTS, 1);

    // Three kinds of packets, for each ruleset and the empty chain.
    assertThat(results).hasSize(3 * (Part.VARIANTS.size() + 1));
    assertThat(results).allSatisfy(result -> assertThat(result.wrong()).isEmpty());
    assertThat(results).allSatisfy(result -> assertThat(result.packets()).isPositive());
  }

  /** Networks and ports within each other: what sources share is looked up by many of them. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void everyPacketOfAHostilePolicyGetsItsVerdict(Family family) throws Exception {
    List<Result> results =
        new Measurement(dir, SHORT, line -> {})
            .run(
                Workloads.hostile(family),
                EnumSet.allOf(PacketStream.Kind.class),
                List.of(new Portcullis(true), new Portcullis(false)),
                1);

    assertThat(results).allSatisfy(result -> assertThat(result.wrong()).isEmpty());
    assertThat(results).allSatisfy(result -> assertThat(result.packets()).isPositive());
  }

  @Test
  void twoSendersAtOnce() throws Exception {
    assertThat(measure(Family.V4, List.of(new Portcullis(true)), 2))
        .allSatisfy(result -> assertThat(result.wrong()).isEmpty());
  }

  @Test
  void aRulesetThatDoesNotWhatThePolicySaysIsFound() throws Exception {
    List<Result> open =
        measure(Family.V4, List.of(new Open()), 1).stream()
            .filter(result -> result.variant().equals("open"))
            .toList();

    assertThat(open)
        .filteredOn(result -> result.kind() == PacketStream.Kind.MISS)
        .singleElement()
        .satisfies(
            result ->
                assertThat(result.wrong().orElse(""))
                    .isEqualTo(
                        "accepted %,d of %,d packets instead of 0"
                            .formatted(result.packets(), result.packets())));
    assertThat(open)
        .filteredOn(result -> result.kind() != PacketStream.Kind.MISS)
        .allSatisfy(result -> assertThat(result.wrong()).isEmpty());
  }

  @Test
  void aStreamThatIsNoneIsRefused() throws Exception {
    Path file = Files.writeString(dir.resolve("none"), "this is not a stream of packets at all");
    Path program = Driver.build(dir);
    try (Arena arena = Arena.create("refusing")) {
      arena.addSender(program, 0);
      Sender sender = arena.senders().get(0);
      assertThatThrownBy(() -> sender.run(1))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no stream is loaded");
      assertThatThrownBy(() -> sender.load(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not a stream");
    }
  }
}
