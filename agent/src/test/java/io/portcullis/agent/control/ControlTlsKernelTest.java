package io.portcullis.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.portcullis.api.v1.ControlGrpc;
import io.portcullis.api.v1.GetStatusRequest;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what over TCP. */
class ControlTlsKernelTest {

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("tls");
  private Optional<Certificates> issuer = Optional.empty();
  private Optional<RunningAgent> agent = Optional.empty();

  @BeforeEach
  void start() throws Exception {
    Certificates certificates = new Certificates(dir.resolve("pki"));
    Certificates.Issued server = certificates.issue("node1");
    issuer = Optional.of(certificates);
    ControlSettings settings =
        new ControlSettings(
            dir.resolve("control.sock"),
            Optional.empty(),
            false,
            Optional.of(
                new ControlSettings.Tls(
                    "127.0.0.1",
                    0,
                    server.certificate(),
                    server.key(),
                    Files.copy(certificates.authority(), dir.resolve("clients.pem")),
                    Optional.empty(),
                    List.of("viewer"),
                    List.of("operator"))));
    agent =
        Optional.of(
            new RunningAgent(namespace, settings, Optional.empty(), dir.resolve("state"), false));
  }

  @AfterEach
  void close() {
    agent.ifPresent(RunningAgent::close);
    namespace.close();
  }

  private ChannelCredentials with(Certificates of, String name, String... validity)
      throws Exception {
    Certificates.Issued issued = of.issue(name, validity);
    return TlsChannelCredentials.newBuilder()
        .keyManager(issued.certificate().toFile(), issued.key().toFile())
        .trustManager(issuer.orElseThrow().authority().toFile())
        .build();
  }

  /**
   * The codes of a read and of a write; writes with an impossible source, which changes nothing.
   */
  private List<Code> asks(ChannelCredentials credentials) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(
                "127.0.0.1", agent.orElseThrow().server.port().orElseThrow(), credentials)
            .overrideAuthority("node1")
            .build();
    try {
      var client = ControlGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
      return List.of(
          code(() -> client.getStatus(GetStatusRequest.getDefaultInstance())),
          code(() -> client.apply(Requests.apply("NO NAME", "").build())));
    } finally {
      ManagedChannel unused = channel.shutdownNow();
    }
  }

  private static Code code(java.util.function.Supplier<?> call) {
    try {
      Object unused = call.get();
      return Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  @Test
  void aCertificatesNameSaysWhatItsHolderMayDo() throws Exception {
    Certificates ours = issuer.orElseThrow();

    assertThat(asks(with(ours, "operator"))).containsExactly(Code.OK, Code.INVALID_ARGUMENT);
    assertThat(asks(with(ours, "viewer"))).containsExactly(Code.OK, Code.PERMISSION_DENIED);
    assertThat(asks(with(ours, "stranger")))
        .containsExactly(Code.PERMISSION_DENIED, Code.PERMISSION_DENIED);
  }

  @Test
  void nobodyGetsInWithoutAGoodCertificate() throws Exception {
    ChannelCredentials none =
        TlsChannelCredentials.newBuilder()
            .trustManager(issuer.orElseThrow().authority().toFile())
            .build();

    assertThat(asks(none)).containsOnly(Code.UNAVAILABLE);
    assertThat(asks(InsecureChannelCredentials.create())).containsOnly(Code.UNAVAILABLE);
    assertThat(asks(with(issuer.orElseThrow(), "operator", "-startdate", "-9d", "-validity", "2")))
        .containsOnly(Code.UNAVAILABLE);
    assertThat(asks(with(new Certificates(dir.resolve("others")), "operator")))
        .containsOnly(Code.UNAVAILABLE);
  }

  @Test
  void anotherAuthorityCountsWithoutARestart() throws Exception {
    Certificates others = new Certificates(dir.resolve("others"));
    ChannelCredentials theirs = with(others, "operator");
    assertThat(asks(theirs)).containsOnly(Code.UNAVAILABLE);
    Path beside = Files.copy(others.authority(), dir.resolve("next.pem"));
    Files.setLastModifiedTime(beside, FileTime.fromMillis(1_000_000));

    Path unused =
        Files.move(beside, dir.resolve("clients.pem"), StandardCopyOption.REPLACE_EXISTING);

    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!asks(theirs).contains(Code.OK)) {
      assertThat(System.nanoTime() - deadline).as("still refused after 30 s").isNegative();
    }
  }
}
