package io.portcullis.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portcullis.integration.update.Stream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The time of day jumps by years, forward and back. libfaketime tells the agent so; the clock that
 * nobody sets goes on, as it does on a node.
 */
@Timeout(120)
class ClockKernelTest {

  private static final int DAYS = 800;

  @TempDir private Path directory = Path.of("");

  @Test
  void policyIsFollowedAcrossSteps() throws Exception {
    Optional<Path> library = library();
    assumeTrue(library.isPresent(), "libfaketime is not installed (Debian: faketime)");
    Path offset = Files.writeString(directory.resolve("offset"), "+0\n");
    Path policy = Files.createDirectory(directory.resolve("policy"));
    try (Stream stream = new Stream()) {
      Guard guard = new Guard(stream, policy);
      guard.write(Variants.policy(0));
      List<String> faked =
          List.of(
              "env",
              "LD_PRELOAD=" + library.get(),
              "FAKETIME_TIMESTAMP_FILE=" + offset,
              "FAKETIME_NO_CACHE=1",
              "FAKETIME_DONT_FAKE_MONOTONIC=1");
      try (AgentProcess agent =
          AgentProcess.start(
              stream.namespace(),
              faked,
              List.of(),
              List.of("--policy-dir", policy.toString(), "--no-api"))) {
        agent.await("revision 1: ");
        stream.start();
        int revision = 1;
        for (int days : new int[] {DAYS, -DAYS, 0, -DAYS, DAYS}) {
          Files.writeString(offset, (days < 0 ? "" : "+") + days + "d\n");
          guard.write(Variants.policy(revision));

          String line = agent.await("revision " + ++revision + ": ");

          // The agent itself tells which day it takes it for.
          int year = LocalDate.now(ZoneOffset.UTC).plusDays(days).getYear();
          assertThat(line).startsWith(Integer.toString(year));
          guard.requireEnforced(Variants.policy(revision - 1));
        }
      }
      Guard.requireRight(stream.stop(), 1000);
    }
  }

  private static Optional<Path> library() throws IOException {
    try (java.util.stream.Stream<Path> found =
        Files.find(
            Path.of("/usr/lib"), 3, (path, of) -> path.endsWith("faketime/libfaketimeMT.so.1"))) {
      return found.findFirst();
    }
  }
}
