package io.portcullis.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import io.portcullis.api.v1.Counter;
import io.portcullis.api.v1.DeniedPacket;
import io.portcullis.api.v1.DeniedRequest;
import io.portcullis.api.v1.GetCountersRequest;
import io.portcullis.api.v1.VerifyRequest;
import io.portcullis.netlink.Subscription;
import io.portcullis.netlink.nflog.LoggedPacket;
import io.portcullis.netlink.nflog.Nflog;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.effective.DataplaneSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever asks is told of packets that are dropped, and of no others. */
class DeniedKernelTest {

  private static final int GROUP = 5;

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("denied");

  @BeforeEach
  void up() {
    Loopback.up(namespace);
  }

  @AfterEach
  void close() {
    namespace.close();
  }

  private RunningAgent start(Optional<DataplaneSettings.Denied> denied) throws Exception {
    RunningAgent agent =
        new RunningAgent(
            namespace,
            ControlSettings.on(dir.resolve("control.sock")),
            Optional.empty(),
            dir.resolve("state"),
            true,
            DataplaneSettings.defaults().telling(denied),
            true);
    apply(agent, "team-a", deny("one", 9));
    return agent;
  }

  private static String deny(String name, int port) {
    return Requests.deny(name, port).replace("eth0", "lo").replace("TCP", "UDP");
  }

  private static Optional<DataplaneSettings.Denied> at(int perSecond) {
    return Optional.of(new DataplaneSettings.Denied(GROUP, perSecond));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void tellsOfEachWithTheRuleThatDeniesIt(String address) throws Exception {
    try (RunningAgent agent = start(at(1000))) {
      assertThat(agent.client().verify(VerifyRequest.getDefaultInstance()).getRegions())
          .isPositive();
      List<DeniedPacket> told = new ArrayList<>();
      Iterator<DeniedPacket> packets =
          agent.client().denied(DeniedRequest.newBuilder().setCount(20).build());
      Loopback.during(namespace, address, () -> packets.forEachRemaining(told::add), 9, 10);

      assertThat(told).hasSize(20);
      assertThat(told)
          .allSatisfy(
              of -> {
                assertThat(of.getReason()).isEqualTo("deny");
                assertThat(of.getPolicy()).isEqualTo("one");
                assertThat(of.getRule()).isZero();
                assertThat(of.getPosition().getSource()).isEqualTo("team-a:policy.yaml");
                assertThat(of.getPosition().getLine()).isEqualTo(14);
                assertThat(of.getPacket().getLink()).isEqualTo("lo");
                assertThat(of.getPacket().getProtocol()).isEqualTo(17);
                assertThat(of.getPacket().getDestination()).isEqualTo(address);
                assertThat(of.getPacket().getDestinationPort()).isEqualTo(9);
                assertThat(of.getPacket().getSourcePort()).isPositive();
              });
    }
  }

  @Test
  void whatIsAskedForIsToldWhilePolicyChanges() throws Exception {
    try (RunningAgent agent = start(at(1000))) {
      apply(agent, "team-b", Requests.rule("two", 11).replace("TCP", "UDP"));
      Iterator<DeniedPacket> packets =
          agent.client().denied(DeniedRequest.newBuilder().setPolicy("two").setCount(20).build());
      Loopback.during(
          namespace,
          "127.0.0.1",
          () -> {
            for (int i = 0; i < 20; i++) {
              DeniedPacket packet = packets.next();
              assertThat(packet.getPolicy()).isEqualTo("two");
              assertThat(packet.getPacket().getDestinationPort()).isEqualTo(11);
              apply(agent, "team-a", deny("one", 20 + i % 2));
            }
          },
          9,
          11);
      assertThat(packets.hasNext()).isFalse();
    }
  }

  private static void apply(RunningAgent agent, String source, String text) {
    var unused = agent.client().apply(Requests.apply(source, text).build());
  }

  @Test
  void theKernelTellsNoMoreThanItIsAllowedAndDropsAll() throws Exception {
    int flood = 2000;
    try (RunningAgent agent = start(at(1))) {
      Iterator<DeniedPacket> packets =
          agent
              .client()
              .withDeadlineAfter(60, TimeUnit.SECONDS)
              .denied(DeniedRequest.newBuilder().setPerSecond(10_000).build());
      // From then on the agent listens.
      Loopback.during(
          namespace, "127.0.0.1", () -> assertThat(packets.next().getPolicy()).isEqualTo("one"), 9);
      long before = denied(agent);
      for (int i = 0; i < flood; i++) {
        Loopback.send(namespace, "127.0.0.1", 9);
      }
      // What was told until then waits to be read before the first of another rule.
      apply(agent, "team-b", Requests.rule("two", 11).replace("TCP", "UDP"));
      AtomicInteger told = new AtomicInteger();
      Loopback.during(
          namespace,
          "127.0.0.1",
          () -> {
            while (packets.next().getPolicy().equals("one")) {
              told.incrementAndGet();
            }
          },
          11);

      assertThat(told.get()).isLessThan(flood / 4);
      assertThat(denied(agent) - before).isEqualTo(flood);
    }
  }

  private static long denied(RunningAgent agent) {
    return agent
        .client()
        .getCounters(GetCountersRequest.getDefaultInstance())
        .getCountersList()
        .stream()
        .filter(counter -> counter.getPolicy().equals("one"))
        .mapToLong(Counter::getPackets)
        .sum();
  }

  @Test
  void isRefusedWhereItIsNotConfigured() throws Exception {
    try (RunningAgent agent = start(Optional.empty())) {
      var e = Failing.call(() -> agent.client().denied(DeniedRequest.getDefaultInstance()).next());

      assertThat(e.getStatus().getCode()).isEqualTo(Code.FAILED_PRECONDITION);
      assertThat(e.getMessage()).contains("are not told of");
      assertThat(agent.table()).doesNotContain("limit", "log");
    }
  }

  @Test
  void isRefusedWhileSomebodyElseHasTheGroup() throws Exception {
    try (RunningAgent agent = start(at(1000))) {
      try (Subscription<LoggedPacket> other = namespace.call(() -> Nflog.open(GROUP, 64))) {
        assertThat(
                Failing.call(() -> agent.client().denied(DeniedRequest.getDefaultInstance()).next())
                    .getMessage())
            .contains("FAILED_PRECONDITION", "nflog group 5");
        assertThat(other.poll(Duration.ZERO)).isEmpty();
      }
      // Two at once, and one after the other.
      Loopback.during(namespace, "127.0.0.1", () -> areTold(agent), 9);
    }
  }

  private static void areTold(RunningAgent agent) {
    DeniedRequest one = DeniedRequest.newBuilder().setCount(1).build();
    for (int i = 0; i < 3; i++) {
      Iterator<DeniedPacket> first = agent.client().denied(one);
      Iterator<DeniedPacket> second = agent.client().denied(one);
      assertThat(first.next().getPolicy()).isEqualTo("one");
      assertThat(second.next().getPolicy()).isEqualTo("one");
    }
  }
}
