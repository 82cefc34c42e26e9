package io.portcullis.integration.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Status.Code;
import io.portcullis.api.v1.ApplyRequest;
import io.portcullis.api.v1.ApplyResponse;
import io.portcullis.api.v1.Document;
import io.portcullis.api.v1.GetRequest;
import io.portcullis.api.v1.Status;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More applies than there can be commits, from a client to an agent that is killed then. */
@Timeout(180)
class LoadKernelTest {

  private static final Tenants TENANTS = new Tenants(40, 5);
  private static final List<String> FLAGS =
      List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  @TempDir private Path directory = Path.of("");
  private NetworkNamespace namespace = NetworkNamespace.create("guarded");

  @BeforeEach
  void make() {
    // In the field, so that it is there before a test's own resources.
    assertThat(namespace.threadId()).isPositive();
  }

  @AfterEach
  void close() {
    namespace.close();
  }

  private AgentRun agent() throws Exception {
    return AgentRun.start(namespace, directory, FLAGS, List.of());
  }

  private static Client client(AgentRun agent) throws InterruptedException {
    Client client = Client.local(agent.socket(), 10);
    Status unused = client.await(status -> true, agent::isAlive);
    return client;
  }

  private static void requireKept(Client client, int source, int version) {
    List<Document> kept =
        client
            .calls()
            .get(GetRequest.newBuilder().setSource(Tenants.name(source)).build())
            .getDocumentsList();
    assertThat(kept)
        .as("source %d, version %d", source, version)
        .isEqualTo(TENANTS.apply(source, version).getDocumentsList());
  }

  @Test
  void everyApplyIsAnsweredManyByOneRevisionAndWhatWasAnsweredIsThereAfterAKill() throws Exception {
    try (Packets packets = new Packets(namespace)) {
      Map<Integer, Integer> versions = new HashMap<>();
      try (AgentRun agent = agent();
          Client client = client(agent)) {
        Load load = new Load(client, TENANTS, 1);
        load.fill(done -> {});
        Load.Result result = load.run(400, 3, second -> {});

        // On a busy machine an answer takes longer than until its source is due again.
        Map<String, Integer> refused = new HashMap<>(result.refused());
        long asked = 1200L - Optional.ofNullable(refused.remove(Load.NOT_ASKED)).orElse(0);
        assertThat(refused).as("refused; %s", agent.said()).isEmpty();
        assertThat(result.enforced().count()).isEqualTo(asked);
        assertThat(result.revisions()).isLessThan(asked);
        for (int source = 0; source < TENANTS.count(); source++) {
          versions.put(source, load.version(source));
          requirePackets(packets, source, load.version(source));
        }
      }
      // The kernel goes on to hold it, and the next agent knows it.
      requirePackets(packets, 7, versions.getOrDefault(7, 0));
      try (AgentRun agent = agent();
          Client client = client(agent)) {
        Status unused = client.await(Status::getReady, agent::isAlive);
        versions.forEach((source, version) -> requireKept(client, source, version));
        requirePackets(packets, 8, versions.getOrDefault(8, 0));
      }
    }
  }

  private static void requirePackets(Packets packets, int source, int version) {
    int port = Tenants.port(source);
    assertThat(packets.passes(Tenants.changing(source, version), port, 2 * source))
        .as("what version %d of source %d lets in", version, source)
        .isTrue();
    assertThat(packets.passes(Tenants.changing(source, version - 1), port, 2 * source + 1))
        .as("what version %d of source %d lets in no more", version, source)
        .isFalse();
  }

  /** Killed while it works: what was answered is there, and what was not is whole or not there. */
  @Test
  void whatWasAnsweredIsKeptHoweverEarlyTheKillComes() throws Exception {
    int[] answered = new int[TENANTS.count()];
    int next = 1;
    for (int round = 0; round < 4; round++) {
      List<ListenableFuture<ApplyResponse>> asked = new ArrayList<>();
      try (AgentRun agent = agent();
          Client client = client(agent)) {
        for (int source = 0; source < TENANTS.count(); source++) {
          requireOneOf(client, source, answered[source], next - 1);
        }
        for (int source = 0; source < TENANTS.count(); source++) {
          asked.add(client.apply(TENANTS.apply(source, next), 30));
        }
        // Some are answered, others are under way.
        var unused = asked.get(3 + 7 * round).get(60, TimeUnit.SECONDS);
        agent.kill();
        for (int source = 0; source < TENANTS.count(); source++) {
          if (isAnswered(asked.get(source))) {
            answered[source] = next;
          }
        }
      }
      next++;
    }
    try (AgentRun agent = agent();
        Client client = client(agent)) {
      for (int source = 0; source < TENANTS.count(); source++) {
        requireOneOf(client, source, answered[source], next - 1);
      }
    }
  }

  private static boolean isAnswered(ListenableFuture<ApplyResponse> call) throws Exception {
    try {
      var unused = call.get(30, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException e) {
      return false;
    }
  }

  /** At least the version that was answered last, and none that was never asked for. */
  private static void requireOneOf(Client client, int source, int from, int to) {
    if (to == 0) {
      return;
    }
    List<Document> kept;
    try {
      kept =
          client
              .calls()
              .get(GetRequest.newBuilder().setSource(Tenants.name(source)).build())
              .getDocumentsList();
    } catch (io.grpc.StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(Code.NOT_FOUND);
      assertThat(from).as("the version of source %d that was answered", source).isZero();
      return;
    }
    List<List<Document>> right = new ArrayList<>();
    for (int version = Math.max(1, from); version <= to; version++) {
      right.add(TENANTS.apply(source, version).getDocumentsList());
    }
    assertThat(right).as("source %d", source).contains(kept);
  }

  @Test
  void oneThatIsWrongIsRefusedByItselfAndTheOthersGoOn() throws Exception {
    try (AgentRun agent = agent();
        Client client = client(agent)) {
      List<ListenableFuture<ApplyResponse>> right = new ArrayList<>();
      List<ListenableFuture<ApplyResponse>> wrong = new ArrayList<>();
      for (int source = 0; source < TENANTS.count(); source++) {
        right.add(client.apply(TENANTS.apply(source, 1), 60));
        if (source % 10 == 5) {
          wrong.add(client.apply(wrong("wrong-" + source), 60));
        }
      }
      for (ListenableFuture<ApplyResponse> one : right) {
        assertThat(one.get(60, TimeUnit.SECONDS).getChanged()).isTrue();
      }
      for (ListenableFuture<ApplyResponse> one : wrong) {
        assertThat(code(one)).isEqualTo(Code.INVALID_ARGUMENT);
      }
    }
  }

  /** A burst that is larger than what may wait: shed with a reason, and what was taken is kept. */
  @Test
  void whatIsMoreThanCanWaitIsShed() throws Exception {
    try (AgentRun agent = agent();
        Client first = client(agent);
        Client second = client(agent)) {
      Map<Code, Integer> codes = new HashMap<>();
      List<ListenableFuture<ApplyResponse>> asked = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        asked.add((i % 2 == 0 ? first : second).apply(TENANTS.apply(i % TENANTS.count(), i), 60));
      }
      for (ListenableFuture<ApplyResponse> one : asked) {
        codes.merge(code(one), 1, Integer::sum);
      }
      assertThat(codes.keySet()).isSubsetOf(Code.OK, Code.RESOURCE_EXHAUSTED);
      assertThat(codes).containsKey(Code.OK);
      assertThat(first.calls().apply(TENANTS.apply(0, 3000)).getChanged()).isTrue();
    }
  }

  private static ApplyRequest wrong(String name) {
    return ApplyRequest.newBuilder()
        .setSource(name)
        .addDocuments(
            Document.newBuilder()
                .setName("nets.yaml")
                .setText(
                    """
                    apiVersion: projectcalico.org/v3
                    kind: GlobalNetworkSet
                    metadata: {name: wrong}
                    spec: {nets: [10.0.0.0/33]}
                    """))
        .build();
  }

  private static Code code(ListenableFuture<ApplyResponse> call) throws Exception {
    try {
      var unused = call.get(90, TimeUnit.SECONDS);
      return Code.OK;
    } catch (ExecutionException e) {
      return io.grpc.Status.fromThrowable(e).getCode();
    }
  }
}
