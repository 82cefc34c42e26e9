package io.portcullis.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.Status.Code;
import io.portcullis.api.v1.PacketTrace;
import io.portcullis.api.v1.TraceRequest;
import io.portcullis.api.v1.TraceStep;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.effective.DataplaneSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way of real packets, with the names of policies, and nothing left behind. */
class TraceKernelTest {

  private static final TraceRequest DENIED =
      TraceRequest.newBuilder()
          .setLink("lo")
          .setProtocol("udp")
          .setDestination("127.0.0.1")
          .setDestinationPort(9)
          .build();

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("trace");

  @BeforeEach
  void up() {
    Loopback.up(namespace);
  }

  @AfterEach
  void close() {
    namespace.close();
  }

  private RunningAgent start() throws Exception {
    RunningAgent agent =
        new RunningAgent(
            namespace,
            ControlSettings.on(dir.resolve("control.sock")),
            Optional.empty(),
            dir.resolve("state"));
    var unused =
        agent
            .client()
            .apply(
                Requests.apply(
                        "team-a",
                        Requests.deny("one", 9).replace("eth0", "lo").replace("TCP", "UDP"))
                    .build());
    return agent;
  }

  private List<PacketTrace> traced(RunningAgent agent, TraceRequest request, String address)
      throws Exception {
    List<PacketTrace> told = new ArrayList<>();
    Iterator<PacketTrace> packets = agent.client().trace(request);
    Loopback.during(namespace, address, () -> packets.forEachRemaining(told::add), 9, 10);
    return told;
  }

  private String tables() {
    return Shell.must(namespace, "", "nft", "list", "tables");
  }

  private void awaitTables(String what, boolean there) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (tables().contains(what) != there) {
      assertThat(System.nanoTime() - deadline)
          .as("%s: %s after 20 s", what, there ? "not there" : "still there")
          .isNegative();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void followsAPacketToTheRuleThatDeniesIt(String address) throws Exception {
    try (RunningAgent agent = start()) {
      List<PacketTrace> told =
          traced(agent, DENIED.toBuilder().setDestination(address).setCount(3).build(), address);

      assertThat(told).hasSize(3);
      assertThat(told)
          .allSatisfy(
              of -> {
                assertThat(of.getDrops()).isTrue();
                assertThat(of.getReason()).isEqualTo("deny");
                assertThat(of.getPolicy()).isEqualTo("one");
                assertThat(of.getPosition().getSource()).isEqualTo("team-a:policy.yaml");
                assertThat(of.getPosition().getLine()).isEqualTo(14);
                assertThat(of.getPacket().getLink()).isEqualTo("lo");
                assertThat(of.getPacket().getSource()).isEqualTo(address);
                assertThat(of.getPacket().getDestinationPort()).isEqualTo(9);
                assertThat(of.getStepsList())
                    .extracting(TraceStep::getTable)
                    .containsOnly("inet portcullis");
                assertThat(of.getSteps(0).getChain()).isEqualTo("prerouting");
                TraceStep last = of.getSteps(of.getStepsCount() - 1);
                assertThat(last.getChain()).isEqualTo("rule-default-one-0");
                assertThat(last.getIndex()).isZero();
                assertThat(last.getVerdict()).isEqualTo("drop");
                assertThat(last.getComment()).contains("one rule 0");
              });
      awaitTables("portcullis-trace", false);
      assertThat(agent.table()).contains("udp . 9");
    }
  }

  /** A policy whose sources are so many that elements of a map decide, and no chain of a rule. */
  private static String large(boolean v6) {
    String nets =
        IntStream.range(0, 1_200)
            .map(i -> 2 * i)
            .mapToObj(
                i ->
                    v6
                        ? "'2001:db8::%x/128'".formatted(i)
                        : "10.0.%d.%d/32".formatted(i / 250, i % 250))
            .collect(Collectors.joining(", "));
    String set =
        """
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkSet
        metadata: {name: many, labels: {net: many}}
        spec: {nets: [%s, %s]}
        """
            .formatted(v6 ? "'::1/128'" : "127.0.0.1/32", nets);
    return Requests.deny("many", 9)
            .replace("eth0", "lo")
            .replace("TCP", "UDP\n    source: {selector: net == 'many'}")
        + set;
  }

  private static DataplaneSettings withoutCounters(DataplaneSettings of) {
    return new DataplaneSettings(
        of.failsafes(),
        of.failsafeScope(),
        of.loopback(),
        of.establishedFlows(),
        of.conntrackInvalid(),
        false);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, true", "127.0.0.1, false", "::1, true", "::1, false"})
  void namesTheRuleWhereAnElementDecides(String address, boolean counters) throws Exception {
    DataplaneSettings settings = DataplaneSettings.defaults();
    try (RunningAgent agent =
        new RunningAgent(
            namespace,
            ControlSettings.on(dir.resolve("control.sock")),
            Optional.empty(),
            dir.resolve("state"),
            true,
            counters ? settings : withoutCounters(settings),
            false)) {
      var unused =
          agent.client().apply(Requests.apply("team-a", large(address.contains(":"))).build());
      assertThat(agent.table()).doesNotContain("chain rule-default-many-0");

      PacketTrace told =
          traced(agent, DENIED.toBuilder().setDestination(address).build(), address).get(0);

      TraceStep last = told.getSteps(told.getStepsCount() - 1);
      assertThat(last.getVerdict()).isEqualTo("drop");
      assertThat(last.getComment()).startsWith("by an element of map ");
      assertThat(agent.table()).contains("map " + last.getComment().substring(21) + " {");
      assertThat(told.getDrops()).isTrue();
      assertThat(told.getReason()).isEqualTo("deny");
      assertThat(told.getPolicy()).isEqualTo("many");
      assertThat(told.getRule()).isZero();
      assertThat(told.getPosition().getLine()).isEqualTo(14);
    }
  }

  @Test
  void followsAPacketThatNoRuleDecides() throws Exception {
    try (RunningAgent agent = start()) {
      PacketTrace told =
          traced(agent, DENIED.toBuilder().setDestinationPort(10).build(), "127.0.0.1").get(0);

      assertThat(told.getDrops()).isFalse();
      assertThat(told.getReason()).isEqualTo("no_match");
      assertThat(told.getPolicy()).isEmpty();
    }
  }

  @Test
  void tellsIfAnotherTableDropsIt() throws Exception {
    Shell.must(
        namespace,
        "",
        "nft",
        "add table ip other; add chain ip other raw"
            + " { type filter hook prerouting priority -300; }; add rule ip other raw udp dport 9"
            + " drop");
    try (RunningAgent agent = start()) {
      PacketTrace told = traced(agent, DENIED, "127.0.0.1").get(0);

      assertThat(told.getDrops()).isTrue();
      assertThat(told.getReason()).isEmpty();
      assertThat(told.getSteps(told.getStepsCount() - 1).getTable()).endsWith("other");
    }
  }

  @Test
  void itsTableIsNobodyElsesAndGoesWithTheCall() throws Exception {
    try (RunningAgent agent = start()) {
      List<Context.CancellableContext> calls = new ArrayList<>();
      for (int i = 1; i <= 4; i++) {
        Context.CancellableContext call = Context.current().withCancellation();
        calls.add(call);
        Iterator<PacketTrace> unused =
            call.call(() -> agent.client().trace(DENIED.toBuilder().setCount(1000).build()));
        awaitTables("portcullis-trace-" + i, true);
      }

      assertThat(Failing.call(() -> agent.client().trace(DENIED).next()).getStatus().getCode())
          .isEqualTo(Code.RESOURCE_EXHAUSTED);
      assertThat(Shell.run(namespace, "", "nft", "delete table inet portcullis-trace-1").err())
          .contains("Operation not permitted");

      calls.forEach(call -> call.cancel(null));

      awaitTables("portcullis-trace", false);
      assertThat(traced(agent, DENIED, "127.0.0.1")).hasSize(1);
    }
  }

  @Test
  void whatCannotBeTracedIsRefusedAndMakesNoTable() throws Exception {
    try (RunningAgent agent = start()) {
      for (TraceRequest wrong :
          List.of(
              TraceRequest.getDefaultInstance(),
              DENIED.toBuilder().setProtocol("").build(),
              DENIED.toBuilder().setProtocol("tpc").build(),
              DENIED.toBuilder().setSource("::1").build(),
              DENIED.toBuilder().setSource("here").build(),
              DENIED.toBuilder().setSourcePort(65_536).build(),
              DENIED.toBuilder().setCount(1001).build(),
              DENIED.toBuilder().setLink("a-name-that-is-too-long").build())) {
        assertThat(Failing.call(() -> agent.client().trace(wrong).next()).getStatus().getCode())
            .as("%s", wrong)
            .isEqualTo(Code.INVALID_ARGUMENT);
      }
      assertThat(tables()).doesNotContain("trace");
    }
  }
}
