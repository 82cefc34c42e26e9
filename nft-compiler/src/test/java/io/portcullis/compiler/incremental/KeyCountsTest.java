package io.portcullis.compiler.incremental;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.netlink.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Counts by key are those of a map. */
final class KeyCountsTest {

  @Test
  void keysThatComeAndGoAreCounted() {
    Random random = new Random(20_261_129L);
    KeyCounts counts = new KeyCounts();
    Map<Bytes, Integer> expected = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      // Few keys at a time of many in all: those that went make room.
      Bytes key = Bytes.ofU32(i / 100 * 64 + random.nextInt(200));
      int held = expected.getOrDefault(key, 0);
      int more = held > 0 && random.nextInt(3) > 0 ? -1 : 1;
      counts.add(key, more);
      expected.put(key, held + more);
      assertThat(counts.of(key)).isEqualTo(held + more);
    }
    expected.forEach((key, count) -> assertThat(counts.of(key)).isEqualTo(count));
    assertThat(counts.of(Bytes.ofU32(-1))).isZero();
  }

  @Test
  void aKeyThatIsNotThereCannotGo() {
    assertThatThrownBy(() -> new KeyCounts().add(Bytes.ofU32(7), -1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("00000007");
  }
}
