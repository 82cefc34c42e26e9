package io.portcullis.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.agent.Desired;
import io.portcullis.agent.HostLinks;
import io.portcullis.agent.InKernel;
import io.portcullis.agent.Proofs;
import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.integration.update.Stream;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A policy directory, and what a guarded namespace makes of it. */
record Guard(Stream stream, Path directory) {

  /** As editors save: another file, renamed over the old one. */
  void write(String yaml) throws IOException {
    Path next = directory.resolve(".next");
    Files.writeString(next, yaml);
    Path unused =
        Files.move(next, directory.resolve("policy.yaml"), StandardCopyOption.ATOMIC_MOVE);
  }

  CompiledPolicy compiled(String yaml) throws Exception {
    return stream
        .namespace()
        .call(
            () ->
                Desired.of(
                        List.of(new SourceText("policy.yaml", yaml)),
                        "node1",
                        HostLinks.read(),
                        DataplaneSettings.defaults())
                    .compiled());
  }

  /** Requires that the kernel does what a policy says. */
  void requireEnforced(String yaml) throws Exception {
    CompiledPolicy compiled = compiled(yaml);
    assertThat(stream.namespace().call(() -> Proofs.requireOfKernel(compiled))).isPositive();
  }

  /** Requires that the table has nothing besides. */
  void requireNothingLeftOver(String yaml) throws Exception {
    CompiledPolicy compiled = compiled(yaml);
    boolean alone =
        stream
            .namespace()
            .call(
                () -> {
                  try (NfTables tables = NfTables.open()) {
                    return InKernel.of(
                            tables.dumpWithHandles(NfFamily.INET, "portcullis").orElseThrow(),
                            compiled)
                        .isPresent();
                  }
                });
    // Comments have the place in the file, so the same text is compared.
    assertThat(alone).as("the table holds the policy and nothing else").isTrue();
  }

  /** Requires that no packet was wrong, and enough of them were there. */
  static void requireRight(Stream.Counts counts, long atLeast) {
    assertThat(counts.fewest()).as("packets of each kind").isGreaterThan(atLeast);
    assertThat(List.of(counts.lost(), counts.leaked())).as("lost, leaked of %s", counts)
        .containsExactly(0L, 0L);
  }
}
