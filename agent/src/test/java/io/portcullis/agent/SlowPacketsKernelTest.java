package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.EffectiveRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Packets that are on their way through the table for longer than a commit takes: that no packet
 * meets two commits which it may not meet both of is what the agent waits for between them.
 */
@Timeout(120)
final class SlowPacketsKernelTest {

  private static final long SEED = Long.getLong("portcullis.seed", 20_261_129L);
  private static final int SWITCHES = 100;
  private static final int OTHERS = 40;

  private final Random random = new Random(SEED);

  @Test
  void slowPacketsGetTheVerdictOfBeforeOrThatOfAfter() throws Exception {
    int planned = 0;
    try (NetworkNamespace namespace = NetworkNamespace.create("slow");
        LoopbackStream stream = new LoopbackStream(namespace);
        SlowKernel kernel = new SlowKernel(namespace.call(NfTables::open));
        Programmer programmer = FakeNode.programmer(kernel)) {
      Programmed unused = programmer.bring(next());
      kernel.slowDown(namespace);
      stream.start();
      for (int i = 0; i < SWITCHES; i++) {
        planned += programmer.bring(next()).transactions() == 3 ? 1 : 0;
      }
      LoopbackStream.Counts counts = stream.stop();
      System.out.printf(
          "slow packets: %d switches, %d by a plan, seed %d; %s%n",
          SWITCHES, planned, SEED, counts);
      assertThat(planned).as("switches by a plan").isGreaterThan(SWITCHES / 2);
      assertThat(counts.sent()).isGreaterThan(SWITCHES);
      assertThat(List.of(counts.lost(), counts.leaked()))
          .as("lost, leaked; seed %d", SEED)
          .containsExactly(0L, 0L);
    }
  }

  /** One that lets this host have its open port and not its shut one, and says more besides. */
  private Proven next() {
    List<EffectiveRule> rules = new ArrayList<>();
    for (int i = 0; i < OTHERS; i++) {
      Action action = random.nextBoolean() ? Action.ALLOW : Action.DENY;
      int port = 31_000 + i;
      AddressSet from =
          random.nextBoolean()
              ? AddressSet.all(Family.V4)
              : LoopbackPolicy.net(0x0a000000 | random.nextInt(4) << 16, 16);
      rules.add(LoopbackPolicy.rule("other" + i, action, from, port));
    }
    // Of the same maps as these, which have other data for their keys each time.
    AddressSet loopback =
        LoopbackPolicy.net(0x7f000001, List.of(8, 16, 24, 32).get(random.nextInt(4)));
    rules.add(LoopbackPolicy.rule("open", Action.ALLOW, loopback, LoopbackStream.OPEN_PORT));
    rules.add(
        LoopbackPolicy.rule(
            "shut", Action.DENY, AddressSet.all(Family.V4), LoopbackStream.SHUT_PORT));
    rules.add(
        LoopbackPolicy.rule(
            "rest", Action.DENY, AddressSet.all(Family.V4), LoopbackStream.OPEN_PORT));
    return Proven.of(PolicyCompiler.compile(LoopbackPolicy.of(rules)));
  }
}
