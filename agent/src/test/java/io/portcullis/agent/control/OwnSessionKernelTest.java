package io.portcullis.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.portcullis.api.v1.ApplyRequest;
import io.portcullis.api.v1.ApplyResponse;
import io.portcullis.api.v1.ControlGrpc;
import io.portcullis.api.v1.ControlGrpc.ControlBlockingStub;
import io.portcullis.api.v1.DeleteRequest;
import io.portcullis.api.v1.GetStatusRequest;
import io.portcullis.api.v1.RollbackRequest;
import io.portcullis.api.v1.Session;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Certificates;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody locks himself out who does not say that he means it. */
class OwnSessionKernelTest {

  private static final int PORT = 2222;
  private static final Session SESSION = session("198.51.100.9", "192.0.2.11");
  private static final Session SESSION6 = session("2001:db8:51::9", "2001:db8::11");

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("session");

  @BeforeEach
  void link() {
    Shell.must(namespace, "", "ip", "link", "set", "lo", "up");
    Shell.must(namespace, "", "ip", "link", "add", "eth0", "type", "veth");
    Shell.must(namespace, "", "ip", "address", "add", "192.0.2.11/24", "dev", "eth0");
    Shell.must(namespace, "", "ip", "address", "add", "2001:db8::11/64", "dev", "eth0", "nodad");
  }

  @AfterEach
  void close() {
    namespace.close();
  }

  private static Session session(String client, String server) {
    return Session.newBuilder()
        .setClient(client)
        .setClientPort(50_000)
        .setServer(server)
        .setServerPort(PORT)
        .build();
  }

  private RunningAgent start() throws Exception {
    return new RunningAgent(
        namespace,
        ControlSettings.on(dir.resolve("control.sock")),
        Optional.empty(),
        dir.resolve("state"));
  }

  private static ApplyRequest deny(int port) {
    return Requests.apply("team-a", Requests.deny("one", port)).setSession(SESSION).build();
  }

  private static void isCut(StatusRuntimeException e, String who) throws Exception {
    assertThat(e.getStatus().getCode()).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(e.getMessage()).contains("rule 0 of policy one denies your own session", who);
    ErrorInfo info = StatusProto.fromThrowable(e).getDetails(0).unpack(ErrorInfo.class);
    assertThat(info.getReason()).isEqualTo("CUTS_CALLER");
    assertThat(info.getMetadataOrDefault("exit", "")).isEqualTo("17");
    assertThat(info.getMetadataOrDefault("hint", "")).contains("--force");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPlanThatCutsItIsRefusedAndChangesNothing(boolean v6) throws Exception {
    ApplyRequest cuts = deny(PORT).toBuilder().setSession(v6 ? SESSION6 : SESSION).build();
    try (RunningAgent agent = start()) {
      var unused = agent.client().apply(deny(30080));
      String before = agent.table();

      isCut(
          Failing.call(() -> agent.client().apply(cuts)),
          "TCP from " + cuts.getSession().getClient() + " to " + cuts.getSession().getServer());

      assertThat(agent.table()).isEqualTo(before);
      assertThat(agent.store.current().number()).isEqualTo(1);
      assertThat(agent.client().getStatus(GetStatusRequest.getDefaultInstance()).getReady())
          .isTrue();
    }
  }

  @Test
  void whoMeansItGetsItAndIsNotKeptFromMoreThen() throws Exception {
    try (RunningAgent agent = start()) {
      ApplyResponse forced = agent.client().apply(deny(PORT).toBuilder().setForce(true).build());

      assertThat(forced.getRevision()).isEqualTo(1);
      assertThat(agent.table()).contains("tcp . " + PORT);

      // It is cut already: what follows does not cut it.
      ApplyResponse more =
          agent
              .client()
              .apply(
                  Requests.apply("team-b", Requests.rule("two", 30090))
                      .setSession(SESSION)
                      .build());

      assertThat(more.getRevision()).isEqualTo(2);
    }
  }

  @Test
  void whatLetsItInOrIsNotThisNodesIsNotRefused() throws Exception {
    try (RunningAgent agent = start()) {
      String allowed =
          Requests.deny("one", PORT)
              .replace(
                  "  ingress:\n",
                  "  ingress:\n  - {action: Allow, source: {nets: [198.51.100.0/24]}}\n");
      var unused =
          agent.client().apply(Requests.apply("team-a", allowed).setSession(SESSION).build());
      ApplyRequest elsewhere =
          deny(PORT).toBuilder().setSession(session("198.51.100.9", "203.0.113.1")).build();

      assertThat(agent.client().apply(elsewhere).getRevision()).isEqualTo(2);
    }
  }

  @Test
  void aDeletionAndARollbackCanCutItToo() throws Exception {
    String allow =
        Requests.rule("zero", PORT)
            .replace("spec:\n", "spec:\n  order: 1\n")
            .replace("Deny", "Allow");
    try (RunningAgent agent = start()) {
      var unused =
          agent.client().apply(Requests.apply("team-a", Requests.deny("one", PORT)).build());
      unused = agent.client().apply(Requests.apply("team-b", allow).build());

      isCut(
          Failing.call(
              () ->
                  agent
                      .client()
                      .delete(
                          DeleteRequest.newBuilder()
                              .setSource("team-b")
                              .setSession(SESSION)
                              .build())),
          "198.51.100.9");
      isCut(
          Failing.call(
              () ->
                  agent
                      .client()
                      .rollback(
                          RollbackRequest.newBuilder().setRevision(1).setSession(SESSION).build())),
          "198.51.100.9");
      assertThat(agent.store.current().number()).isEqualTo(2);
      assertThat(
              agent
                  .client()
                  .rollback(
                      RollbackRequest.newBuilder()
                          .setRevision(1)
                          .setSession(SESSION)
                          .setForce(true)
                          .build())
                  .getRevision())
          .isEqualTo(3);
    }
  }

  @Test
  void othersAreNotKeptWaitingByOneWhoIsRefused() throws Exception {
    try (RunningAgent agent = start()) {
      for (int i = 0; i < 20; i++) {
        int port = 30_000 + i;
        CompletableFuture<ApplyResponse> other =
            CompletableFuture.supplyAsync(
                () ->
                    agent
                        .client()
                        .apply(Requests.apply("team-b", Requests.rule("two", port)).build()));

        isCut(Failing.call(() -> agent.client().apply(deny(PORT))), "198.51.100.9");

        assertThat(other.get(20, TimeUnit.SECONDS).getChanged()).isTrue();
      }
    }
  }

  @Test
  void aDryRunWarnsOfIt() throws Exception {
    try (RunningAgent agent = start()) {
      ApplyResponse dry = agent.client().apply(deny(PORT).toBuilder().setDryRun(true).build());

      assertThat(dry.getFindings(0).getMessage()).contains("denies your own session");
      assertThat(dry.getFindings(0).getPosition().getLine()).isEqualTo(14);
    }
  }

  @Test
  void aDryRunOfWhatIsEnforcedWarnsOfItAndOfTheRest() throws Exception {
    try (RunningAgent agent = start()) {
      ApplyRequest unreached =
          Requests.apply("team-a", Requests.deny("one", PORT) + ANOTHER)
              .setSession(SESSION)
              .build();
      ApplyResponse before = agent.client().apply(unreached.toBuilder().setDryRun(true).build());
      var unused = agent.client().apply(unreached.toBuilder().setForce(true).build());

      ApplyResponse after = agent.client().apply(unreached.toBuilder().setDryRun(true).build());

      assertThat(before.getChanged()).isTrue();
      assertThat(after.getChanged()).isFalse();
      assertThat(after.getChangesList()).isEmpty();
      assertThat(after.getFindingsCount()).isGreaterThan(1);
      assertThat(after.getFindingsList()).isEqualTo(before.getFindingsList());
    }
  }

  /** A rule more, which the one before it leaves nothing. */
  private static final String ANOTHER =
      "  - action: Allow\n    protocol: TCP\n    destination: {ports: [%d]}\n".formatted(PORT);

  @Test
  void aSessionThatCannotBeIsRefused() throws Exception {
    try (RunningAgent agent = start()) {
      for (Session wrong :
          List.of(
              SESSION.toBuilder().setClient("here").build(),
              SESSION.toBuilder().setServer("2001:db8::11").build(),
              SESSION.toBuilder().setServerPort(65_536).build())) {
        assertThat(
                Failing.call(
                        () ->
                            agent.client().apply(deny(PORT).toBuilder().setSession(wrong).build()))
                    .getStatus()
                    .getCode())
            .isEqualTo(Code.INVALID_ARGUMENT);
      }
    }
  }

  @Test
  void theConnectionOfACallOverTheNetworkIsOneToo() throws Exception {
    Certificates certificates = new Certificates(dir.resolve("pki"));
    Certificates.Issued node = certificates.issue("node1");
    Certificates.Issued operator = certificates.issue("operator");
    ControlSettings settings =
        new ControlSettings(
            dir.resolve("control.sock"),
            Optional.empty(),
            false,
            Optional.of(
                new ControlSettings.Tls(
                    "127.0.0.1",
                    0,
                    node.certificate(),
                    node.key(),
                    certificates.authority(),
                    Optional.empty(),
                    List.of(),
                    List.of("operator"))));
    try (RunningAgent agent =
        new RunningAgent(namespace, settings, Optional.empty(), dir.resolve("state"))) {
      int port = agent.server.port().orElseThrow();
      EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
      ManagedChannel channel =
          NettyChannelBuilder.forAddress(
                  "127.0.0.1",
                  port,
                  TlsChannelCredentials.newBuilder()
                      .keyManager(operator.certificate().toFile(), operator.key().toFile())
                      .trustManager(certificates.authority().toFile())
                      .build())
              .eventLoopGroup(loops)
              .channelFactory(this::socketInNamespace)
              .overrideAuthority("node1")
              .build();
      try {
        ControlBlockingStub client =
            ControlGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
        ApplyRequest cuts =
            Requests.apply("team-a", Requests.deny("one", port).replace("eth0", "lo")).build();

        isCut(
            Failing.call(() -> client.apply(cuts)), "TCP from 127.0.0.1 to 127.0.0.1 port " + port);

        assertThat(client.apply(cuts.toBuilder().setForce(true).build()).getRevision())
            .isEqualTo(1);
      } finally {
        ManagedChannel unused = channel.shutdownNow();
        var unusedToo = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      }
    }
  }

  /** A socket stays where it was made, whichever thread uses it. */
  private NioSocketChannel socketInNamespace() {
    try {
      return namespace.call(NioSocketChannel::new);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
