package io.portcullis.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.portcullis.api.v1.Counter;
import io.portcullis.api.v1.Counters;
import io.portcullis.api.v1.DiffRequest;
import io.portcullis.api.v1.DiffResponse;
import io.portcullis.api.v1.Document;
import io.portcullis.api.v1.ExplainRequest;
import io.portcullis.api.v1.ExplainResponse;
import io.portcullis.api.v1.GetCountersRequest;
import io.portcullis.api.v1.ListRequest;
import io.portcullis.api.v1.ListResponse;
import io.portcullis.api.v1.ResyncRequest;
import io.portcullis.api.v1.Status;
import io.portcullis.api.v1.VerifyRequest;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.effective.DataplaneSettings;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that look: what they say is what the kernel does. */
class ControlReadsKernelTest {

  private static final ExplainRequest DENIED =
      ExplainRequest.newBuilder()
          .setLink("eth0")
          .setProtocol("tcp")
          .setSource("203.0.113.7")
          .setDestination("192.0.2.11")
          .setSourcePort(40_000)
          .setDestinationPort(30_080)
          .build();

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("reads");

  @AfterEach
  void close() {
    namespace.close();
  }

  private RunningAgent start(boolean owner) throws Exception {
    return new RunningAgent(
        namespace,
        ControlSettings.on(dir.resolve("control.sock")),
        Optional.empty(),
        dir.resolve("state"),
        true,
        DataplaneSettings.defaults(),
        owner);
  }

  private static void apply(RunningAgent agent, String source, String text) {
    var unused = agent.client().apply(Requests.apply(source, text).build());
  }

  @Test
  void listsWhatIsEnforcedWithItsPlaces() throws Exception {
    try (RunningAgent agent = start(false)) {
      apply(agent, "team-a", Requests.deny("one", 30080));
      apply(agent, "team-b", Requests.rule("two", 30090));

      ListResponse all = agent.client().list(ListRequest.getDefaultInstance());

      assertThat(all.getRevision()).isEqualTo(2);
      assertThat(all.getResourcesList())
          .extracting(
              of ->
                  "%s %s %s:%d"
                      .formatted(
                          of.getKind(),
                          of.getName(),
                          of.getPosition().getSource(),
                          of.getPosition().getLine()))
          .containsExactlyInAnyOrder(
              "HostEndpoint one-eth0 team-a:policy.yaml:1",
              "GlobalNetworkPolicy one team-a:policy.yaml:6",
              "GlobalNetworkPolicy two team-b:policy.yaml:1");
      assertThat(
              agent
                  .client()
                  .list(ListRequest.newBuilder().setKind("HostEndpoint").build())
                  .getResourcesList())
          .singleElement()
          .satisfies(of -> assertThat(of.getName()).isEqualTo("one-eth0"));
    }
  }

  @Test
  void saysHowPolicyWouldDifferFromASourceAndFromARevision() throws Exception {
    try (RunningAgent agent = start(false)) {
      apply(agent, "team-a", Requests.deny("one", 30080));
      apply(agent, "team-a", Requests.deny("one", 30090));
      String before = agent.table();

      DiffResponse source =
          agent.client().diff(diff("team-a", Requests.deny("one", 30080).replace("TCP", "UDP")));
      DiffResponse revision = agent.client().diff(DiffRequest.newBuilder().setRevision(1).build());
      DiffResponse same = agent.client().diff(diff("team-a", Requests.deny("one", 30090)));

      assertThat(source.getSame()).isFalse();
      assertThat(source.getResources(0).getName()).isEqualTo("one");
      assertThat(source.getText()).contains("TCP 30090", "UDP 30080");
      assertThat(revision.getSame()).isFalse();
      assertThat(revision.getText()).contains("TCP 30080", "TCP 30090");
      assertThat(JSON.std.mapFrom(revision.getJson())).isNotEmpty();
      assertThat(same.getSame()).isTrue();
      assertThat(same.getResourcesList()).isEmpty();
      assertThat(agent.table()).isEqualTo(before);
      assertThat(
              Failing.call(
                      () -> agent.client().diff(DiffRequest.newBuilder().setRevision(7).build()))
                  .getStatus()
                  .getCode())
          .isEqualTo(Code.NOT_FOUND);
    }
  }

  private static DiffRequest diff(String source, String text) {
    return DiffRequest.newBuilder()
        .setSource(source)
        .addDocuments(Document.newBuilder().setName("policy.yaml").setText(text))
        .build();
  }

  @Test
  void explainsByWhatIsEnforced() throws Exception {
    try (RunningAgent agent = start(false)) {
      apply(agent, "team-a", Requests.deny("one", 30080));

      ExplainResponse denied = agent.client().explain(DENIED);
      ExplainResponse kept =
          agent.client().explain(DENIED.toBuilder().setState("established").build());
      ExplainResponse other =
          agent.client().explain(DENIED.toBuilder().setDestinationPort(1).build());

      assertThat(denied.getDrops()).isTrue();
      assertThat(denied.getRevision()).isEqualTo(1);
      assertThat(denied.getText())
          .startsWith("denied by policy one rule 0 of tier default, team-a:policy.yaml:14:5");
      assertThat(JSON.std.mapFrom(denied.getJson())).containsEntry("verdict", "drop");
      assertThat(kept.getDrops()).isFalse();
      assertThat(kept.getText()).startsWith("continues: its connection is established");
      assertThat(other.getDrops()).isFalse();

      apply(agent, "team-a", Requests.deny("one", 30090));

      assertThat(agent.client().explain(DENIED).getDrops()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "protocol, tpc",
    "protocol, 256",
    "source, 1.2.3",
    "destination, 2001:db8::1",
    "source_port, 65536",
    "destination_port, 4294967295",
    "icmp_type, 256",
    "icmp_code, 256",
    "state, old",
  })
  void aPacketThatCannotBeIsRefusedByItsField(String field, String value) throws Exception {
    try (RunningAgent agent = start(false)) {
      apply(agent, "team-a", Requests.deny("one", 30080));
      var descriptor = ExplainRequest.getDescriptor().findFieldByName(field);
      Object set =
          descriptor.getJavaType() == com.google.protobuf.Descriptors.FieldDescriptor.JavaType.INT
              ? Integer.parseUnsignedInt(value)
              : value;

      StatusRuntimeException e =
          Failing.call(
              () -> agent.client().explain(DENIED.toBuilder().setField(descriptor, set).build()));

      assertThat(e.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
      assertThat(
              StatusProto.fromThrowable(e)
                  .getDetails(0)
                  .unpack(BadRequest.class)
                  .getFieldViolations(0)
                  .getField())
          .isEqualTo(field);
    }
  }

  @Test
  void beforeTheFirstPolicyThereIsNothingToExplain() throws Exception {
    try (RunningAgent agent = start(false)) {
      assertThat(Failing.call(() -> agent.client().explain(DENIED)).getStatus().getCode())
          .isEqualTo(Code.NOT_FOUND);
      assertThat(
              Failing.call(() -> agent.client().verify(VerifyRequest.getDefaultInstance()))
                  .getStatus()
                  .getCode())
          .isEqualTo(Code.NOT_FOUND);
    }
  }

  @Test
  void verifiesTheKernelAndShowsAPacketIfItDoesSomethingElse() throws Exception {
    try (RunningAgent agent = start(false)) {
      apply(agent, "team-a", Requests.deny("one", 30080));

      var proven = agent.client().verify(VerifyRequest.getDefaultInstance());

      assertThat(proven.getRevision()).isEqualTo(1);
      assertThat(proven.getRegions()).isPositive();

      // So that nobody repairs it.
      agent.daemon.close();
      Shell.must(
          namespace, "", "nft", "insert rule inet portcullis prerouting ip saddr 203.0.113.9 drop");

      StatusRuntimeException e =
          Failing.call(() -> agent.client().verify(VerifyRequest.getDefaultInstance()));

      assertThat(e.getStatus().getCode()).isEqualTo(Code.FAILED_PRECONDITION);
      var details = StatusProto.fromThrowable(e).getDetailsList();
      assertThat(details.get(0).unpack(ErrorInfo.class).getMetadataOrDefault("exit", ""))
          .isEqualTo("9");
      assertThat(details.get(1).unpack(BadRequest.class).getFieldViolationsList())
          .extracting(BadRequest.FieldViolation::getDescription)
          .anySatisfy(line -> assertThat(line).contains("203.0.113.9"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void countsWhatTheKernelDecided(boolean owner) throws Exception {
    Shell.must(namespace, "", "ip", "link", "set", "lo", "up");
    try (RunningAgent agent = start(owner)) {
      apply(agent, "team-a", Requests.deny("one", 9).replace("eth0", "lo").replace("TCP", "UDP"));

      send(9);
      send(9);
      send(10);

      Counters answer = agent.client().getCounters(GetCountersRequest.getDefaultInstance());
      Counters text =
          agent.client().getCounters(GetCountersRequest.newBuilder().setText(true).build());
      assertThat(text.getCountersList()).isEmpty();
      assertThat(text.getText())
          .isEqualTo(CounterText.of(answer))
          .containsPattern(" 2 +58  deny one\\[0], team-a:policy.yaml:14\n");
      List<Counter> counters = answer.getCountersList();
      Map<String, Long> packets = new java.util.HashMap<>();
      counters.forEach(
          counter ->
              packets.put(
                  counter.getPolicy().isEmpty()
                      ? counter.getReason()
                      : counter.getPolicy() + "/" + counter.getRule(),
                  counter.getPackets()));
      assertThat(packets).containsEntry("one/0", 2L).containsEntry("no_match", 1L);
      assertThat(counters)
          .filteredOn(counter -> counter.getPolicy().equals("one"))
          .singleElement()
          .satisfies(
              counter -> {
                assertThat(counter.getReason()).isEqualTo("deny");
                assertThat(counter.getPosition().getSource()).isEqualTo("team-a:policy.yaml");
                assertThat(counter.getPosition().getLine()).isEqualTo(14);
                assertThat(counter.getBytes()).isEqualTo(2 * 29);
              });
    }
  }

  private void send(int port) throws Exception {
    namespace.call(
        () -> {
          try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(
                new DatagramPacket(
                    new byte[1], 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
          }
          return port;
        });
  }

  @Test
  void aResyncIsAnsweredOnceTheKernelIsAsItShouldBe() throws Exception {
    try (RunningAgent agent = start(false)) {
      apply(agent, "team-a", Requests.deny("one", 30080));
      String before = agent.table();
      for (int i = 1; i <= 100; i++) {
        Shell.must(namespace, "", "nft", "delete table inet portcullis");

        Status status = agent.client().resync(ResyncRequest.getDefaultInstance());

        assertThat(agent.table()).isEqualTo(before);
        assertThat(status.getReady()).isTrue();
        assertThat(status.getRepairs()).isEqualTo(i);
      }
    }
  }

  @Test
  void aResyncLooksAtTheKernelThoughNothingWasToldOfTheTable() throws Exception {
    try (RunningAgent agent = start(false)) {
      apply(agent, "team-a", Requests.deny("one", 30080));
      for (int i = 1; i <= 5; i++) {
        // The kernel tells of it, and it is nothing to the agent.
        Shell.must(namespace, "", "nft", "add table inet other" + i);

        Status status = agent.client().resync(ResyncRequest.getDefaultInstance());

        assertThat(status.getGeneration()).isEqualTo(generation());
        assertThat(status.getRepairs()).isZero();
      }
    }
  }

  private long generation() throws Exception {
    return namespace.call(
        () -> {
          try (NfTables tables = NfTables.open()) {
            return tables.generation();
          }
        });
  }

  @Test
  void aResyncIsRefusedByAnAgentThatEnds() throws Exception {
    try (RunningAgent agent = start(false)) {
      apply(agent, "team-a", Requests.deny("one", 30080));
      agent.daemon.close();

      assertThat(
              Failing.call(() -> agent.client().resync(ResyncRequest.getDefaultInstance()))
                  .getStatus()
                  .getCode())
          .isEqualTo(Code.UNAVAILABLE);
    }
  }
}
