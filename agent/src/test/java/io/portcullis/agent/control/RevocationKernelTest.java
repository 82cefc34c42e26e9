package io.portcullis.agent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that were right, and do not count any longer. */
class RevocationKernelTest {

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("revoked");

  @AfterEach
  void close() {
    namespace.close();
  }

  private TlsBed start(Certificates issuer, Path list) throws Exception {
    return new TlsBed(namespace, dir, Optional.of(list), issuer);
  }

  @Test
  void oneThatIsOnTheListIsRefusedAndLoggedAndOthersAreNot() throws Exception {
    Certificates issuer = new Certificates(dir.resolve("pki"));
    Certificates.Issued viewer = issuer.issue("viewer");
    Certificates.Issued operator = issuer.issue("operator");
    try (TlsBed bed = start(issuer, issuer.revoke("crl.pem", List.of(viewer)));
        AuditLog log = new AuditLog()) {
      assertThat(bed.asks(bed.as(viewer))).isEqualTo(Code.UNAVAILABLE);
      assertThat(bed.asks(bed.as(operator))).isEqualTo(Code.OK);
      assertThat(log.await("refused: a certificate of viewer", "revoked")).isNotEmpty();
      assertThat(log.lines()).noneMatch(line -> line.contains("operator"));
    }
  }

  @Test
  void aNewListCountsWithoutARestartAlsoForConnectionsThatAreOpen() throws Exception {
    Certificates issuer = new Certificates(dir.resolve("pki"));
    Certificates.Issued operator = issuer.issue("operator");
    Path list = Files.copy(issuer.revoke("none.pem", List.of()), dir.resolve("crl.pem"));
    Files.setLastModifiedTime(list, FileTime.fromMillis(1_000_000));
    try (TlsBed bed = start(issuer, list);
        AuditLog log = new AuditLog()) {
      ManagedChannel open = bed.channel(bed.as(operator));
      try {
        assertThat(TlsBed.asks(open)).isEqualTo(Code.OK);

        Path unused =
            Files.move(
                issuer.revoke("next.pem", List.of(operator)),
                list,
                StandardCopyOption.REPLACE_EXISTING);

        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (TlsBed.asks(open) == Code.OK) {
          assertThat(System.nanoTime() - deadline).as("still taken after 30 s").isNegative();
        }
        assertThat(TlsBed.asks(open)).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(log.await("certificate operator, which was revoked")).isNotEmpty();
        assertThat(bed.asks(bed.as(operator))).isEqualTo(Code.UNAVAILABLE);
      } finally {
        ManagedChannel unused = open.shutdownNow();
      }
    }
  }

  @Test
  void withAListThatIsOutOfDateNobodyIsTrusted() throws Exception {
    Certificates issuer = new Certificates(dir.resolve("pki"));
    Certificates.Issued operator = issuer.issue("operator");
    Path old = issuer.revoke("old.pem", List.of(), "-startdate", "-9d", "-validity", "2");
    try (TlsBed bed = start(issuer, old);
        AuditLog log = new AuditLog()) {
      assertThat(bed.asks(bed.as(operator))).isEqualTo(Code.UNAVAILABLE);
      assertThat(log.await("refused: a certificate of operator")).isNotEmpty();
      assertThat(bed.agent.await(status -> true).getNode()).isEqualTo("node1");
    }
  }

  @Test
  void aListThatCannotBeReadIsNoReasonToTrust() throws Exception {
    Certificates issuer = new Certificates(dir.resolve("pki"));
    Certificates.Issued viewer = issuer.issue("viewer");
    Path list = Files.copy(issuer.revoke("some.pem", List.of(viewer)), dir.resolve("crl.pem"));
    Files.setLastModifiedTime(list, FileTime.fromMillis(1_000_000));
    for (String broken : List.of("", "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n")) {
      Path wrong = Files.writeString(dir.resolve("wrong.pem"), broken);
      Path there = dir.resolve("agent-" + broken.length());
      Files.createDirectory(there);
      assertThatThrownBy(() -> new TlsBed(namespace, there, Optional.of(wrong), issuer).close())
          .isInstanceOfSatisfying(
              AgentException.class,
              e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIG_INVALID))
          .hasMessageContaining("certificates cannot be used");
    }
    try (TlsBed bed = start(issuer, list);
        AuditLog log = new AuditLog()) {
      Files.writeString(list, "nonsense");

      assertThat(log.await("certificates of the control API stay as they were")).isNotEmpty();
      assertThat(bed.asks(bed.as(viewer))).isEqualTo(Code.UNAVAILABLE);
    }
  }
}
