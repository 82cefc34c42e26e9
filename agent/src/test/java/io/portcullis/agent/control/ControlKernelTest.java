package io.portcullis.agent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.portcullis.api.v1.ApplyRequest;
import io.portcullis.api.v1.ApplyResponse;
import io.portcullis.api.v1.DeleteRequest;
import io.portcullis.api.v1.GetRequest;
import io.portcullis.api.v1.GetStatusRequest;
import io.portcullis.api.v1.Status;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control API over its unix socket, to the kernel and back. */
class ControlKernelTest {

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("control");

  @AfterEach
  void close() {
    namespace.close();
  }

  private RunningAgent start() throws Exception {
    return start(Optional.empty());
  }

  private RunningAgent start(Optional<Path> policy) throws Exception {
    return new RunningAgent(
        namespace,
        ControlSettings.on(dir.resolve("run/control.sock")),
        policy,
        dir.resolve("state"));
  }

  private static Status status(RunningAgent agent) {
    return agent.client().getStatus(GetStatusRequest.getDefaultInstance());
  }

  private static StatusRuntimeException refused(ThrowingCallable call) {
    StatusRuntimeException[] thrown = new StatusRuntimeException[1];
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(StatusRuntimeException.class, e -> thrown[0] = e);
    return thrown[0];
  }

  private static String violation(StatusRuntimeException e) throws Exception {
    var details = StatusProto.fromThrowable(e).getDetailsList();
    assertThat(details.get(0).unpack(ErrorInfo.class).getDomain()).isEqualTo("portcullis");
    return details.get(1).unpack(BadRequest.class).getFieldViolations(0).getDescription();
  }

  @Test
  void anApplyIsAnsweredOnceTheKernelHoldsIt() throws Exception {
    try (RunningAgent agent = start()) {
      assertThat(status(agent).getReady()).isFalse();

      ApplyResponse applied =
          agent.client().apply(Requests.apply("team-a", Requests.deny("one", 30080)).build());

      assertThat(agent.table()).contains("tcp . 30080");
      assertThat(applied.getRevision()).isEqualTo(1);
      assertThat(applied.getChanged()).isTrue();
      assertThat(applied.getOperations()).isPositive();
      assertThat(status(agent).getReady()).isTrue();
      assertThat(status(agent).getEnforcedRevision()).isEqualTo(1);

      ApplyResponse again =
          agent.client().apply(Requests.apply("team-a", Requests.deny("one", 30080)).build());

      assertThat(again.getChanged()).isFalse();
      assertThat(again.getRevision()).isEqualTo(1);
    }
  }

  @Test
  void aSourceIsWhatWasAppliedLastAndGoesAsAWhole() throws Exception {
    try (RunningAgent agent = start()) {
      agent.client().apply(Requests.apply("team-a", Requests.deny("one", 30080)).build());
      agent.client().apply(Requests.apply("team-b", Requests.rule("two", 30090)).build());
      assertThat(agent.table()).contains("tcp . 30080", "tcp . 30090");

      agent.client().apply(Requests.apply("team-b", Requests.rule("two", 30091)).build());

      assertThat(agent.table()).contains("tcp . 30080", "tcp . 30091").doesNotContain("30090");
      assertThat(
              agent
                  .client()
                  .get(GetRequest.newBuilder().setSource("team-b").build())
                  .getDocuments(0)
                  .getText())
          .contains("30091");

      agent.client().delete(DeleteRequest.newBuilder().setSource("team-b").build());

      assertThat(agent.table()).contains("tcp . 30080").doesNotContain("30091");
      assertThat(
              refused(
                      () ->
                          agent
                              .client()
                              .delete(DeleteRequest.newBuilder().setSource("team-b").build()))
                  .getStatus()
                  .getCode())
          .isEqualTo(Code.NOT_FOUND);
    }
  }

  @Test
  void whatIsWrongIsSaidWithItsPlaceAndChangesNothing() throws Exception {
    try (RunningAgent agent = start()) {
      agent.client().apply(Requests.apply("team-a", Requests.deny("one", 30080)).build());

      StatusRuntimeException e =
          refused(
              () ->
                  agent
                      .client()
                      .apply(
                          Requests.apply("team-a", Requests.deny("one", 30080) + "  oops: 1\n")
                              .build()));

      assertThat(e.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
      assertThat(violation(e)).startsWith("team-a:policy.yaml:17:3: ");
      assertThat(agent.table()).contains("tcp . 30080");
      assertThat(status(agent).getReady()).isTrue();
    }
  }

  @Test
  void oneNameInTwoSourcesIsAnErrorThatNamesBoth() throws Exception {
    Path policy = Files.createDirectory(dir.resolve("policy"));
    Files.writeString(policy.resolve("here.yaml"), Requests.deny("one", 30080));
    try (RunningAgent agent = start(Optional.of(policy))) {
      String twice = Requests.rule("one", 30090);

      StatusRuntimeException e =
          refused(() -> agent.client().apply(Requests.apply("team-a", twice).build()));

      assertThat(violation(e))
          .contains("team-a:policy.yaml:", "one is defined twice", "here.yaml:6:1");
      assertThat(agent.table()).contains("tcp . 30080").doesNotContain("30090");

      agent.client().apply(Requests.apply("team-a", Requests.rule("two", 30090)).build());

      assertThat(agent.table()).contains("tcp . 30080", "tcp . 30090");
    }
  }

  @Test
  void whoeverIsLateIsToldSo() throws Exception {
    try (RunningAgent agent = start()) {
      agent.client().apply(Requests.apply("team-a", Requests.deny("one", 30080)).build());
      ApplyRequest late =
          Requests.apply("team-a", Requests.deny("one", 30090)).setExpectedRevision(0).build();

      StatusRuntimeException e = refused(() -> agent.client().apply(late));

      assertThat(e.getStatus().getCode()).isEqualTo(Code.ABORTED);
      assertThat(agent.table()).doesNotContain("30090");

      ApplyResponse fresh = agent.client().apply(late.toBuilder().setExpectedRevision(1).build());

      assertThat(fresh.getRevision()).isEqualTo(2);
    }
  }

  @Test
  void aDryRunSaysWhatWouldChangeAndChangesNothing() throws Exception {
    try (RunningAgent agent = start()) {
      agent.client().apply(Requests.apply("team-a", Requests.deny("one", 30080)).build());
      String before = agent.table();

      ApplyResponse dry =
          agent
              .client()
              .apply(Requests.apply("team-a", Requests.deny("one", 30090)).setDryRun(true).build());

      assertThat(dry.getChanged()).isTrue();
      assertThat(dry.getChanges(0).getName()).isEqualTo("one");
      assertThat(dry.getRevision()).isEqualTo(1);
      assertThat(agent.table()).isEqualTo(before);
      assertThat(status(agent).getRevision()).isEqualTo(1);
    }
  }

  @Test
  void whatWasAnsweredIsThereAfterARestart() throws Exception {
    String before;
    try (RunningAgent agent = start()) {
      agent.client().apply(Requests.apply("team-a", Requests.deny("one", 30080)).build());
      agent.client().apply(Requests.apply("team-b", Requests.rule("two", 30090)).build());
      before = agent.table();
    }
    try (RunningAgent agent = start()) {
      Status status = agent.await(Status::getReady);
      assertThat(status.getRevision()).isEqualTo(2);
      assertThat(status.getSourcesList())
          .extracting(io.portcullis.api.v1.Source::getName)
          .containsExactly("team-a", "team-b");
      assertThat(agent.table()).isEqualTo(before);
    }
  }

  @Test
  void theExampleClientAppliesAndSaysWhatIsWrong() throws Exception {
    try (RunningAgent agent = start();
        ExampleClient client = new ExampleClient(dir.resolve("run/control.sock"))) {
      assertThat(client.apply("example", "p.yaml", Requests.deny("one", 30080))).isEmpty();
      assertThat(agent.table()).contains("tcp . 30080");
      assertThat(client.apply("example", "p.yaml", "kind: Pod\napiVersion: v1\n"))
          .singleElement()
          .asString()
          .startsWith("example:p.yaml:2:13: ");
    }
  }
}
