package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.IcmpSet;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.effective.RuleId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
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
  private static final SourcePosition NOWHERE = new SourcePosition("slow.yaml", 1, 1);

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
              : net(0x0a000000 | random.nextInt(4) << 16, 16);
      rules.add(rule("other" + i, action, from, port));
    }
    // Of the same maps as these, which have other data for their keys each time.
    AddressSet loopback = net(0x7f000001, List.of(8, 16, 24, 32).get(random.nextInt(4)));
    rules.add(rule("open", Action.ALLOW, loopback, LoopbackStream.OPEN_PORT));
    rules.add(rule("shut", Action.DENY, AddressSet.all(Family.V4), LoopbackStream.SHUT_PORT));
    rules.add(rule("rest", Action.DENY, AddressSet.all(Family.V4), LoopbackStream.OPEN_PORT));
    EffectivePolicy policy = new EffectivePolicy(List.of(new EffectiveTier("t", rules)));
    TreeMap<String, EndpointBinding> interfaces = new TreeMap<>();
    interfaces.put("lo", new EndpointBinding("node1-lo", NOWHERE, policy));
    return Proven.of(
        PolicyCompiler.compile(
            new NodePolicy("node1", interfaces, Optional.empty(), DataplaneSettings.defaults())));
  }

  private static EffectiveRule rule(String name, Action action, AddressSet from, int port) {
    MatchBox box =
        new MatchBox(
            Family.V4,
            ProtocolSet.of(ProtocolSet.UDP),
            from,
            AddressSet.all(Family.V4),
            PortSet.ALL,
            PortSet.of(List.of(new PortSet.Range(port, port))),
            IcmpSet.ALL);
    return new EffectiveRule(new RuleId("t", name, 0, NOWHERE), action, List.of(box));
  }

  private static AddressSet net(int address, int length) {
    return AddressSet.of(Prefix.masking(Address.v4(address), length));
  }
}
