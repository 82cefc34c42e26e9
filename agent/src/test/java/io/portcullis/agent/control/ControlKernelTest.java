package io.portcullis.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.api.v1.ApplyResponse;
import io.portcullis.api.v1.GetStatusRequest;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.nio.file.Path;
import java.util.Optional;
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
    return new RunningAgent(
        namespace,
        ControlSettings.on(dir.resolve("run/control.sock")),
        Optional.empty(),
        dir.resolve("state"));
  }

  @Test
  void anApplyIsAnsweredOnceTheKernelHoldsIt() throws Exception {
    try (RunningAgent agent = start()) {
      ApplyResponse applied =
          agent.client().apply(Requests.apply("team-a", Requests.deny("one", 30080)).build());

      assertThat(agent.table()).contains("tcp . 30080");
      assertThat(applied.getRevision()).isEqualTo(1);
      assertThat(applied.getChanged()).isTrue();
      assertThat(applied.getOperations()).isPositive();
      assertThat(agent.client().getStatus(GetStatusRequest.getDefaultInstance()).getReady())
          .isTrue();
    }
  }
}
