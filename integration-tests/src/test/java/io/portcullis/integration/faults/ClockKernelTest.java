package io.portcullis.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portcullis.api.v1.ConfirmRequest;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The time of day jumps by years, forward and back. libfaketime tells the agent so; the clock that
 * nobody sets goes on, as it does on a node.
 */
@Timeout(120)
class ClockKernelTest {

  private static final int DAYS = 800;

  /** Seconds. */
  private static final int TRIAL = 4;

  @TempDir private Path directory = Path.of("");

  @Test
  void policyIsFollowedAcrossSteps() throws Exception {
    Path offset = Files.writeString(directory.resolve("offset"), "+0\n");
    Path policy = Files.createDirectory(directory.resolve("policy"));
    try (Stream stream = new Stream()) {
      Guard guard = new Guard(stream, policy);
      guard.write(Variants.policy(0));
      try (AgentProcess agent =
          AgentProcess.start(
              stream.namespace(),
              faked(offset),
              List.of(),
              List.of("--policy-dir", policy.toString(), "--no-api"))) {
        agent.await("revision 1: ");
        stream.start();
        int revision = 1;
        for (int days : new int[] {DAYS, -DAYS, 0, -DAYS, DAYS}) {
          step(offset, days);
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

  /** A revision waits to be confirmed meanwhile: it goes back in its time, and no sooner. */
  @ParameterizedTest
  @ValueSource(ints = {DAYS, -DAYS})
  void whatIsNotConfirmedGoesBackInItsTime(int days) throws Exception {
    Path offset = Files.writeString(directory.resolve("offset"), "+0\n");
    Path socket = directory.resolve("control.sock");
    Path state = directory.resolve("state");
    List<String> arguments =
        List.of("--socket", socket.toString(), "--state-dir", state.toString());
    try (Stream stream = new Stream();
        AgentProcess agent =
            AgentProcess.start(stream.namespace(), faked(offset), List.of(), arguments);
        ApiClient client = new ApiClient(socket)) {
      Guard guard = Guard.ofApi(stream);
      var unused = client.apply(Variants.policy(0));
      stream.start();

      long asked = System.nanoTime();
      unused =
          client
              .stub()
              .apply(ApiClient.request(Variants.policy(1)).setConfirmSeconds(TRIAL).build());
      step(offset, days);
      assertThat(client.status().hasTrial()).isTrue();
      guard.requireEnforced(Variants.policy(1));

      agent.await("revision 3: ");

      assertThat(System.nanoTime() - asked).isGreaterThanOrEqualTo(TRIAL * 1_000_000_000L);
      guard.requireEnforced(Variants.policy(0));
      // And one that is confirmed stays, whatever time it is.
      unused =
          client.stub().apply(ApiClient.request(Variants.policy(2)).setConfirmSeconds(600).build());
      step(offset, -days);
      assertThat(client.stub().confirm(ConfirmRequest.getDefaultInstance()).getRevision())
          .isEqualTo(4);
      step(offset, days);
      guard.requireEnforced(Variants.policy(2));
      Guard.requireRight(stream.stop(), 1000);
    }
  }

  private static void step(Path offset, int days) throws IOException {
    Path unused = Files.writeString(offset, (days < 0 ? "" : "+") + days + "d\n");
  }

  /** What runs an agent with a time of day as the file says. */
  private static List<String> faked(Path offset) throws IOException {
    Optional<Path> library = library();
    assumeTrue(library.isPresent(), "libfaketime is not installed (Debian: faketime)");
    return List.of(
        "env",
        "LD_PRELOAD=" + library.get(),
        "FAKETIME_TIMESTAMP_FILE=" + offset,
        "FAKETIME_NO_CACHE=1",
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
        // Waits by the clock that nobody sets take as long as they should.
        "FAKETIME_FORCE_MONOTONIC_FIX=0");
  }

  private static Optional<Path> library() throws IOException {
    try (java.util.stream.Stream<Path> found =
        Files.find(
            Path.of("/usr/lib"), 3, (path, of) -> path.endsWith("faketime/libfaketimeMT.so.1"))) {
      return found.findFirst();
    }
  }
}
