package io.portcullis.policy.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Failsafe;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 1.9 of the semantics. */
class FailsafeTextTest {

  @Test
  void allForms() {
    assertThat(FailsafeText.parse("22, udp:68,tcp:192.0.2.1:0, TCP:[2001:db8::/32]:65535"))
        .containsExactly(
            new Failsafe(6, 22, Optional.empty()),
            new Failsafe(17, 68, Optional.empty()),
            new Failsafe(6, 0, Optional.of(Prefix.parse("192.0.2.1"))),
            new Failsafe(6, 65535, Optional.of(Prefix.parse("2001:db8::/32"))));
  }

  @Test
  void calicosDefaultsInTextAreTheDefaults() {
    assertThat(
            FailsafeText.parse(
                "tcp:22,udp:68,tcp:179,tcp:2379,tcp:2380,tcp:5473,tcp:6443,tcp:6666,tcp:6667"))
        .isEqualTo(Failsafe.DEFAULTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "", "  "})
  void none(String text) {
    assertThat(FailsafeText.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sctp:22              | \"sctp\" is not tcp or udp",
        "tcp:65536            | \"65536\" is no port from 0 to 65535",
        "tcp:-1               | \"-1\" is no port",
        "tcp:                 | \"\" is no port",
        "22,                  | \"\" is no port",
        "tcp:2001:db8::/32:22 | an IPv6 net stands in square brackets",
        "tcp:[::1:22          | an IPv6 net stands in square brackets",
        "tcp:10/8:22          | \"10\" is not an IPv4",
        "tcp::22              | not an IPv4 or IPv6 address",
        "22 33                | \"22 33\" is no port"
      })
  void whatIsWrongIsSaid(String text, String message) {
    assertThatThrownBy(() -> FailsafeText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("tcp:[2001:db8::/32]:22");
  }
}
