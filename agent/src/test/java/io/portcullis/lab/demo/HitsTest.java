package io.portcullis.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.effective.Decision.Reason;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HitsTest {

  @ParameterizedTest
  @CsvSource({
    "DENY, 3, 3, true",
    "DENY, 3, 2, false",
    "DENY, 3, 4, false",
    "DENY, 0, 1, false",
    "FAILSAFE, 2, 3, false",
    "ESTABLISHED, 2, 1, false",
    "ESTABLISHED, 2, 40, true",
    "NO_ENDPOINT, 6, 0, true",
  })
  void oneCountedPacketPerProbe(Reason reason, int probes, long packets, boolean fits) {
    assertThat(new Hits(new Decider(reason, Optional.empty()), probes, packets).fits())
        .isEqualTo(fits);
  }
}
