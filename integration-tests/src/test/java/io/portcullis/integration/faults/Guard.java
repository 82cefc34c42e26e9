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
import java.util.concurrent.locks.LockSupport;

/**
 * A policy directory, and what a guarded namespace makes of it.
 *
 * @param source what policy is called, which the kernel's comments tell
 */
record Guard(Stream stream, Path directory, String source) {

  Guard(Stream stream, Path directory) {
    this(stream, directory, directory.resolve("policy.yaml").toString());
  }

  /** For policy that comes by {@link ApiClient}. */
  static Guard ofApi(Stream stream) {
    return new Guard(stream, Path.of(""), "stream:policy.yaml");
  }

  private static final long BOUND = 30_000_000_000L;

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
                        List.of(new SourceText(source, yaml)),
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

  /** Waits until the table has that policy and nothing besides. */
  void awaitNothingLeftOver(String yaml) throws Exception {
    long deadline = System.nanoTime() + BOUND;
    while (!holdsAlone(yaml)) {
      assertThat(System.nanoTime() - deadline).as("the table has something else").isNegative();
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Whether the table is none of those policies alone: it has parts of two. */
  boolean holdsNone(java.util.stream.Stream<String> policies) throws Exception {
    for (String yaml : policies.toList()) {
      if (holdsAlone(yaml)) {
        return false;
      }
    }
    return true;
  }

  private boolean holdsAlone(String yaml) throws Exception {
    CompiledPolicy compiled = compiled(yaml);
    return stream
        .namespace()
        .call(
            () -> {
              try (NfTables tables = NfTables.open()) {
                return tables
                    .dumpWithHandles(NfFamily.INET, "portcullis")
                    .flatMap(held -> InKernel.of(held, compiled))
                    .isPresent();
              }
            });
  }

  /** Requires that no packet was wrong, and enough of them were there. */
  static void requireRight(Stream.Counts counts, long atLeast) {
    assertThat(counts.fewest()).as("packets of each kind").isGreaterThan(atLeast);
    assertThat(List.of(counts.lost(), counts.leaked()))
        .as("lost, leaked of %s", counts)
        .containsExactly(0L, 0L);
  }
}
