package io.portcullis.agent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import io.portcullis.api.v1.ApplyResponse;
import io.portcullis.api.v1.ConfirmRequest;
import io.portcullis.api.v1.HistoryRequest;
import io.portcullis.api.v1.Revision;
import io.portcullis.api.v1.RollbackRequest;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revisions that go back: when nobody confirms them, also after a crash, or when asked to. */
class TrialKernelTest {

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("trial");

  @AfterEach
  void close() {
    namespace.close();
  }

  private RunningAgent start(Optional<Path> policy) throws Exception {
    return RunningAgent.in(dir, namespace, policy);
  }

  private static ApplyResponse apply(RunningAgent agent, int port, int confirmSeconds) {
    return agent
        .client()
        .apply(
            Requests.apply("team-a", Requests.deny("one", port))
                .setConfirmSeconds(confirmSeconds)
                .build());
  }

  @Test
  void goesBackByItself() throws Exception {
    try (RunningAgent agent = start(Optional.empty())) {
      apply(agent, 30080, 0);

      ApplyResponse trial = apply(agent, 30090, 1);

      assertThat(trial.getTrial().getRevision()).isEqualTo(2);
      assertThat(agent.await(status -> status.getEnforcedRevision() == 3).hasTrial()).isFalse();
      assertThat(agent.table()).contains("tcp . 30080").doesNotContain("30090");
    }
  }

  @Test
  void staysIfConfirmedAndNobodyElseWritesMeanwhile() throws Exception {
    try (RunningAgent agent = start(Optional.empty())) {
      apply(agent, 30080, 0);
      apply(agent, 30090, 600);

      assertThatThrownBy(() -> apply(agent, 30099, 0))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("FAILED_PRECONDITION")
          .hasMessageContaining("waits to be confirmed");

      agent.client().confirm(ConfirmRequest.newBuilder().setRevision(2).build());

      assertThat(apply(agent, 30099, 0).getRevision()).isEqualTo(3);
      assertThatThrownBy(() -> agent.client().confirm(ConfirmRequest.getDefaultInstance()))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("none does");
    }
  }

  @Test
  void goesBackAlsoIfTheAgentEndedMeanwhile() throws Exception {
    try (RunningAgent agent = start(Optional.empty())) {
      apply(agent, 30080, 0);
      apply(agent, 30090, 2);
      assertThat(agent.table()).contains("tcp . 30090");
    }
    try (RunningAgent agent = start(Optional.empty())) {
      assertThat(agent.await(status -> status.getEnforcedRevision() == 3).hasTrial()).isFalse();
      assertThat(agent.table()).contains("tcp . 30080").doesNotContain("30090");
    }
  }

  @Test
  void rollsBackAlsoADirectoryUntilItsFilesChange() throws Exception {
    Path policy = Files.createDirectory(dir.resolve("policy"));
    Files.writeString(policy.resolve("here.yaml"), Requests.deny("one", 30080));
    try (RunningAgent agent = start(Optional.of(policy))) {
      agent.await(status -> status.getEnforcedRevision() == 1);
      Files.writeString(policy.resolve("here.yaml"), Requests.deny("one", 30090));
      agent.await(status -> status.getEnforcedRevision() == 2);

      ApplyResponse back = agent.client().rollback(RollbackRequest.getDefaultInstance());

      assertThat(back.getRevision()).isEqualTo(3);
      assertThat(agent.table()).contains("tcp . 30080").doesNotContain("30090");

      Files.writeString(policy.resolve("here.yaml"), Requests.deny("one", 30099));

      assertThat(agent.await(status -> status.getEnforcedRevision() == 4).getWarningsList())
          .isEmpty();
      assertThat(agent.table()).contains("tcp . 30099");
      assertThat(agent.client().history(HistoryRequest.getDefaultInstance()).getRevisionsList())
          .extracting(Revision::getWhat)
          .containsExactly(
              "files changed", "files changed", "rollback to the revision before", "files changed");
    }
  }
}
