package io.portcullis.policy.effective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.resolve.HostLink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of links as text and as the kernel's bytes. */
final class LinkNameTest {

  @Test
  void everyNameThatTheKernelAllowsLeadsBackToItsBytesAndIsNoOthers() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, byte[]> seen = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      byte[] name = new byte[1 + random.nextInt(i % 2 == 0 ? 3 : LinkName.SIZE - 1)];
      for (int b = 0; b < name.length; b++) {
        do {
          name[b] = (byte) random.nextInt(256);
        } while (name[b] == 0 || " /:\t\n\f\r".indexOf(name[b]) >= 0 || name[b] == 11);
      }
      String text = LinkName.of(name);
      assertThat(LinkName.bytes(text)).as("seed %d", seed).isEqualTo(name);
      byte[] other = seen.putIfAbsent(text, name);
      assertThat(other == null || Arrays.equals(other, name)).as("seed %d", seed).isTrue();
    }
  }

  @Test
  void aKeyIsTheNameAndZeros() {
    assertThat(LinkName.key("eth0"))
        .isEqualTo(Arrays.copyOf("eth0".getBytes(StandardCharsets.US_ASCII), 16));
    assertThat(LinkName.key("fifteen-bytes-x")).hasSize(16).endsWith('x', 0);
    assertThat(LinkName.of((byte) 'k', (byte) 0xc3, (byte) 0xbc)).isEqualTo("k\u00fc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sixteen-bytes-xx", "a b", "a/b", "a:b", "a\u0000", "\ud83d"})
  void whatNoLinkCanBeNamedIsRefusedByWhoeverHoldsNames(String name) {
    assertThatThrownBy(() -> new HostLink(name, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("interface name");
    TreeMap<String, EndpointBinding> interfaces = new TreeMap<>();
    interfaces.put(
        name,
        new EndpointBinding(
            "e", new SourcePosition("p.yaml", 1, 1), new EffectivePolicy(List.of())));
    assertThatThrownBy(
            () -> new NodePolicy("n", interfaces, Optional.empty(), DataplaneSettings.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("interface name");
  }

  @Test
  void fifteenCharactersMayBeMoreThanFifteenBytes() {
    assertThatThrownBy(() -> LinkName.bytes("\u00fc".repeat(8)))
        .hasMessageContaining("has 16 bytes; Linux takes 1 to 15");
  }
}
