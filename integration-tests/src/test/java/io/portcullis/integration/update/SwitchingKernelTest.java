package io.portcullis.integration.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.agent.Programmed;
import io.portcullis.agent.Programmer;
import io.portcullis.agent.Proven;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.integration.differential.RandomPolicy;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The agent makes one policy of another, over and over, while packets come that all of them let
 * through, and packets that all of them deny.
 *
 * <p>Every packet gets the verdict of before or that of after, so none is wrong; see decision 0009.
 */
class SwitchingKernelTest {

  private static final long SEED = Long.getLong("portcullis.seed", 20_261_124L);
  private static final int POLICIES = 12;
  private static final int SWITCHES = 300;

  @Test
  void noPacketIsWrongWhilePoliciesSwitch() throws Exception {
    List<Proven> policies = policies();
    Random random = new Random(SEED);
    int operations = 0;
    int transactions = 0;
    int renamed = 0;
    Stream.Counts counts;
    long started;
    try (Stream stream = new Stream();
        Programmer programmer = stream.namespace().call(() -> Programmer.open(false))) {
      Programmed unused = programmer.bring(policies.get(0));
      stream.start();
      while (stream.counts().arrived().stream().anyMatch(n -> n == 0)) {
        Thread.onSpinWait();
      }
      started = System.nanoTime();
      for (int i = 0; i < SWITCHES; i++) {
        Proven policy = policies.get(random.nextInt(POLICIES));
        Programmed programmed = programmer.bring(policy);
        operations += programmed.operations();
        transactions += programmed.transactions();
        renamed += programmed.held().equals(policy.compiled()) ? 0 : 1;
      }
      started = System.nanoTime() - started;
      counts = stream.stop();
    }
    List<Long> arrived = counts.arrived();
    List<Long> left = counts.left();
    long lost = arrived.get(0) - left.get(0) + arrived.get(2) - left.get(2);
    long leaked = left.get(1) + left.get(3);
    System.out.printf(
        "switching: %d switches of %d operations in %d transactions in %d ms, seed %d; of packets"
            + " %s lost %d, leaked %d%n",
        SWITCHES, operations, transactions, started / 1_000_000, SEED, arrived, lost, leaked);
    assertThat(renamed).as("policies under other names").isPositive();
    // Enough of them between two switches that a table that is open or shut for long shows.
    assertThat(arrived).allMatch(n -> n > 10 * SWITCHES);
    assertThat(lost + leaked).as("of %s arrived, %s left, seed %d", arrived, left, SEED).isZero();
  }

  /** Random ones that agree on the packets of the stream, whatever else they say. */
  private static List<Proven> policies() {
    List<Packet> open = packets(Stream.OPEN_PORT);
    List<Packet> shut = packets(Stream.SHUT_PORT);
    List<Proven> found = new ArrayList<>();
    for (long seed = SEED; found.size() < POLICIES; seed++) {
      NodePolicy policy = RandomPolicy.next(new Random(seed));
      if (open.stream().noneMatch(p -> PlainReading.decide(policy, p).drops())
          && shut.stream().allMatch(p -> PlainReading.decide(policy, p).drops())) {
        found.add(Proven.of(PolicyCompiler.compile(policy)));
      }
      assertThat(seed).as("seeds tried").isLessThan(SEED + 1_000_000);
    }
    return found;
  }

  /** One of each family, from any source port: policies that look at it are not taken. */
  private static List<Packet> packets(int port) {
    List<Packet> packets = new ArrayList<>();
    for (int sourcePort : new int[] {1, 22, 443, 30_079, 30_085, 32_768, 45_000, 60_999}) {
      packets.add(packet(Stream.V4_FROM, Stream.V4_TO, sourcePort, port));
      packets.add(packet(Stream.V6_FROM, Stream.V6_TO, sourcePort, port));
    }
    return packets;
  }

  private static Packet packet(String from, String to, int sourcePort, int port) {
    return new Packet(
        "g0",
        17,
        Address.parse(from),
        Address.parse(to),
        sourcePort,
        port,
        0,
        0,
        ConntrackState.NEW,
        true);
  }
}
