package io.portcullis.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.portcullis.api.v1.ControlGrpc;
import io.portcullis.api.v1.DeniedRequest;
import io.portcullis.api.v1.Status;
import io.portcullis.api.v1.WatchRequest;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.testsupport.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams that are open end when whoever has them may not have them any longer. */
@Timeout(120)
class LostRightKernelTest {

  /** Of nfnetlink_log, of this process alone. */
  private static final int GROUP = 40_000 + (int) (ProcessHandle.current().pid() % 20_000);

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("lost-right");

  @AfterEach
  void close() {
    namespace.close();
  }

  private static DataplaneSettings settings() {
    return DataplaneSettings.defaults()
        .telling(Optional.of(new DataplaneSettings.Denied(GROUP, 10)));
  }

  private static Iterator<Status> watch(ManagedChannel channel) {
    return ControlGrpc.newBlockingStub(channel)
        .withDeadlineAfter(60, TimeUnit.SECONDS)
        .watch(WatchRequest.getDefaultInstance());
  }

  /** Streams of packets, statuses and health; those that tell something at once have told it. */
  private static List<CompletableFuture<io.grpc.Status>> streams(ManagedChannel channel) {
    Iterator<?> denied =
        ControlGrpc.newBlockingStub(channel).denied(DeniedRequest.getDefaultInstance());
    Iterator<?> watch = watch(channel);
    Iterator<?> health =
        HealthGrpc.newBlockingStub(channel).watch(HealthCheckRequest.getDefaultInstance());
    assertThat(watch.next()).isNotNull();
    assertThat(health.next()).isNotNull();
    return List.of(end(denied), end(watch), end(health));
  }

  /** Reads a stream to its end, elsewhere, and says how it ended. */
  private static CompletableFuture<io.grpc.Status> end(Iterator<?> stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            while (stream.hasNext()) {
              Object unused = stream.next();
            }
            return io.grpc.Status.OK;
          } catch (StatusRuntimeException e) {
            return e.getStatus();
          }
        },
        task -> new Thread(task, "stream").start());
  }

  private static void requireRefused(
      List<CompletableFuture<io.grpc.Status>> streams, String because) throws Exception {
    for (CompletableFuture<io.grpc.Status> stream : streams) {
      io.grpc.Status status = stream.get(30, TimeUnit.SECONDS);
      assertThat(status.getCode()).isEqualTo(io.grpc.Status.Code.PERMISSION_DENIED);
      assertThat(status.getDescription()).contains("certificate operator, " + because);
    }
  }

  /** By a change of policy, which the other one is told of. */
  private static void requireTold(TlsBed bed, Iterator<Status> other, int port) {
    long revision =
        bed.agent
            .client()
            .apply(Requests.apply("team-a", Requests.deny("one", port)).build())
            .getRevision();
    Status told = other.next();
    while (told.getEnforcedRevision() < revision) {
      told = other.next();
    }
    assertThat(told.getEnforcedRevision()).isEqualTo(revision);
  }

  private static Path exchangeable(Path original, Path there) throws Exception {
    Path copy = Files.copy(original, there, StandardCopyOption.REPLACE_EXISTING);
    return Files.setLastModifiedTime(copy, FileTime.fromMillis(1_000_000));
  }

  @Test
  void whoeverIsRevokedLosesAllStreamsAndNobodyElseDoes() throws Exception {
    Certificates issuer = new Certificates(dir.resolve("pki"));
    Certificates.Issued viewer = issuer.issue("viewer");
    Certificates.Issued operator = issuer.issue("operator");
    Path list = exchangeable(issuer.revoke("none.pem", List.of()), dir.resolve("crl.pem"));
    try (TlsBed bed = new TlsBed(namespace, dir, Optional.of(list), issuer, settings());
        AuditLog log = new AuditLog()) {
      ManagedChannel revoked = bed.channel(bed.as(operator));
      ManagedChannel kept = bed.channel(bed.as(viewer));
      try {
        Iterator<Status> other = watch(kept);
        assertThat(other.next().getNode()).isEqualTo("node1");
        requireTold(bed, other, 30_080);
        List<CompletableFuture<io.grpc.Status>> streams = streams(revoked);

        Path unused =
            Files.move(
                issuer.revoke("next.pem", List.of(operator)),
                list,
                StandardCopyOption.REPLACE_EXISTING);

        requireRefused(streams, "which was revoked");
        requireTold(bed, other, 30_081);
        assertThat(log.await("Control/Watch refused to certificate operator")).isNotEmpty();
      } finally {
        ManagedChannel unused = revoked.shutdownNow();
        ManagedChannel unusedToo = kept.shutdownNow();
      }
    }
  }

  @Test
  void whoseAuthorityIsExchangedLosesThemToo() throws Exception {
    Certificates issuer = new Certificates(dir.resolve("pki"));
    Certificates.Issued operator = issuer.issue("operator");
    Certificates others = new Certificates(dir.resolve("others"));
    try (TlsBed bed = new TlsBed(namespace, dir, Optional.empty(), issuer, settings());
        AuditLog log = new AuditLog()) {
      var unused =
          bed.agent.client().apply(Requests.apply("team-a", Requests.deny("one", 30_080)).build());
      ManagedChannel channel = bed.channel(bed.as(operator));
      try {
        List<CompletableFuture<io.grpc.Status>> streams = streams(channel);

        Path unusedToo =
            Files.copy(
                others.authority(),
                dir.resolve("clients.pem"),
                StandardCopyOption.REPLACE_EXISTING);

        requireRefused(streams, "which no longer counts");
        assertThat(log.await("Control/Denied refused to certificate operator")).isNotEmpty();
      } finally {
        ManagedChannel unusedToo = channel.shutdownNow();
      }
    }
  }
}
