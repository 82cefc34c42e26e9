package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resolve.HostLink;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever enforces goes on after practice as if there had been none. */
final class PracticeKernelTest {

  private static final List<HostLink> LINKS = List.of();

  private final String text = LargePolicy.text(120);
  private final Workshop workshop = new Workshop("node1", DataplaneSettings.defaults());

  private static List<SourceText> texts(String text) {
    return List.of(new SourceText("cli:policy.yaml", text));
  }

  private Proven enforced(String next) {
    return workshop.compile(workshop.resolve(texts(next), LINKS).policy());
  }

  private static void practise(NetworkNamespace namespace, Workshop workshop, HeldProof proof)
      throws Exception {
    boolean unused =
        namespace.call(
            () -> {
              Practice.once(workshop, proof);
              return true;
            });
  }

  @Test
  void practiceLeavesNothingBehind() throws Exception {
    Proven proven = enforced(text);
    HeldProof proof = HeldProof.of(proven, proven.compiled());
    // A namespace in which there is no table to be read.
    try (NetworkNamespace namespace = NetworkNamespace.create("practice")) {
      for (int i = 0; i < 3; i++) {
        practise(namespace, workshop, proof);

        Proven same = enforced(text);
        assertThat(same.since(proven).orElseThrow().batches()).isEmpty();
        // The set that practice takes a network from, if it is that of another policy.
        String next = text.replace("10.0.%d.2/32".formatted(117 + i), "10.9.%d.2/32".formatted(i));
        Proven after = enforced(next);
        assertThat(after.since(same).orElseThrow().batches()).hasSize(1);
        assertThat(after.compiled().policy())
            .isEqualTo(
                Resolved.of(texts(next), "node1", LINKS, DataplaneSettings.defaults(), List.of())
                    .policy());
        proven = enforced(text);
      }
    }
  }

  @Test
  void thereIsNothingToPractiseBeforePolicy() throws Exception {
    Proven proven = enforced(text);
    HeldProof proof = HeldProof.of(proven, proven.compiled());
    Workshop empty = new Workshop("node1", DataplaneSettings.defaults());
    try (NetworkNamespace namespace = NetworkNamespace.create("practice")) {
      practise(namespace, empty, proof);
    }
    assertThat(empty.last()).isEmpty();
  }
}
