package io.portcullis.compiler.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LengthPlanTest {

  @Test
  void aRareLengthIsExpandedToTheNext() {
    long[] counts = new long[33];
    counts[23] = 3;
    counts[24] = 1_000;

    LengthPlan plan = LengthPlan.of(counts, 2_000, 4);

    assertThat(plan.kept(23)).isEqualTo(24);
    assertThat(plan.shape().maps()).isEqualTo(1);
    assertThat(plan.shape().elements()).isEqualTo(1_006);
    assertThat(plan.rejected()).hasSize(1);
  }

  @Test
  void nothingIsExpandedWhereThereIsNoRoom() {
    long[] counts = new long[33];
    counts[8] = 1;
    counts[24] = 1_000;

    LengthPlan plan = LengthPlan.of(counts, 1_001, 4);

    assertThat(plan.asGiven()).isTrue();
    assertThat(plan.shape().maps()).isEqualTo(2);
  }

  @Test
  void noPlanIsDearerThanNoneOrLargerThanAllowed() {
    for (long seed = 1; seed <= 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long[] counts = new long[random.nextBoolean() ? 33 : 129];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = random.nextInt(3) == 0 ? random.nextInt(1, 1 << random.nextInt(1, 16)) : 0;
      }
      long total = Arrays.stream(counts).sum();
      LengthPlan without = LengthPlan.of(counts, total, 12);
      LengthPlan plan = LengthPlan.of(counts, 2 * total, 12);

      assertThat(plan.shape().elements()).as("seed %d", seed).isBetween(total, 2 * total);
      assertThat(plan.shape().nanoseconds())
          .as("seed %d", seed)
          .isLessThanOrEqualTo(without.shape().nanoseconds());
      for (int length = 0; length < counts.length; length++) {
        if (counts[length] > 0) {
          assertThat(plan.kept(length)).as("seed %d", seed).isGreaterThanOrEqualTo(length);
        }
      }
    }
  }

  @Test
  void aMapThatIsTooLargeForTheCacheCostsMore() {
    assertThat(Prices.hash(4, 100_000)).isGreaterThan(2 * Prices.hash(4, 10_000));
    assertThat(Prices.hash(12, 1_000)).isGreaterThan(Prices.hash(4, 1_000));
    assertThat(Prices.interval(1_000)).isGreaterThan(Prices.hash(12, 1_000));
  }
}
