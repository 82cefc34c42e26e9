package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.hits.RuleHits;
import io.portcullis.netlink.nftables.NamedCounter;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.NodePolicy;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What elements counted stays with their rule when they go without the table being read. */
final class KeptHitsKernelTest {

  private static final int PORT = 30_000;
  private static final AddressSet LOOPBACK = LoopbackPolicy.net(0x7f000001, 32);

  private final Compilations compilations = new Compilations();

  @Test
  void hitsOfARuleSurviveTheElementsThatCountedThem() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("hits");
        NfTables reader = namespace.call(NfTables::open);
        Programmer programmer = namespace.call(() -> Programmer.open(false))) {
      Process up = namespace.start(new ProcessBuilder("ip", "link", "set", "dev", "lo", "up"));
      assertThat(up.waitFor()).isZero();
      Programmed held = programmer.bring(compilations.next(node(true)));
      long reads = programmer.reads();
      send(namespace, 3);
      assertThat(hits(held, reader)).isEqualTo(3);
      for (int round = 1; round <= 3; round++) {
        // The element that has counted goes; what it had counted is in the rule's counter.
        held = programmer.bring(compilations.next(node(false)));
        assertThat(hits(held, reader)).isEqualTo(3L * round);
        assertThat(counters(reader)).containsExactly("rule-t-open-0");
        send(namespace, 1);
        assertThat(hits(held, reader)).isEqualTo(3L * round);

        held = programmer.bring(compilations.next(node(true)));
        send(namespace, 3);
        assertThat(hits(held, reader)).isEqualTo(3L * round + 3);
      }
      assertThat(programmer.reads()).isEqualTo(reads);
    }
  }

  /** As after a restart: nothing is known of the policy before but what the table says. */
  @Test
  void hitsSurviveAlsoWhereTheTableIsReadAndPolicyIsCompiledAnew() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("hits");
        NfTables reader = namespace.call(NfTables::open)) {
      Process up = namespace.start(new ProcessBuilder("ip", "link", "set", "dev", "lo", "up"));
      assertThat(up.waitFor()).isZero();
      Programmed held = anew(namespace, node(true));
      for (int round = 1; round <= 3; round++) {
        send(namespace, 3);
        assertThat(hits(held, reader)).isEqualTo(3L * round);
        // The element goes, or the map that it is in.
        held = anew(namespace, round % 2 == 0 ? many(Optional.of(Action.DENY)) : node(false));
        assertThat(hits(held, reader)).isEqualTo(3L * round);
        assertThat(counters(reader)).contains("rule-t-open-0");
        held = anew(namespace, node(true));
        assertThat(hits(held, reader)).isEqualTo(3L * round);
      }
    }
  }

  private static Programmed anew(NetworkNamespace namespace, NodePolicy policy) throws Exception {
    Proven proven = Proven.of(PolicyCompiler.compile(policy));
    return namespace.call(() -> Programmer.program(proven));
  }

  @Test
  void aPolicyComesCountsAndGoesAmongManyWithoutTheTableBeingRead() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("hits");
        NfTables reader = namespace.call(NfTables::open);
        Programmer programmer = namespace.call(() -> Programmer.open(false))) {
      Process up = namespace.start(new ProcessBuilder("ip", "link", "set", "dev", "lo", "up"));
      assertThat(up.waitFor()).isZero();
      Programmed held = programmer.bring(compilations.next(many(Optional.empty())));
      long reads = programmer.reads();
      for (int round = 0; round < 2; round++) {
        held = programmer.bring(compilations.next(many(Optional.of(Action.ALLOW))));
        assertThat(held.transactions()).isEqualTo(1);
        send(namespace, 2);
        assertThat(hits(held, reader)).isEqualTo(2);

        // Another action: what the rule counted stays its own.
        held = programmer.bring(compilations.next(many(Optional.of(Action.DENY))));
        assertThat(hits(held, reader)).isEqualTo(2);
        assertThat(counters(reader)).containsExactly("rule-t-open-0");

        // No rule, no hits: it starts again from nothing.
        held = programmer.bring(compilations.next(many(Optional.empty())));
        assertThat(hits(held, reader)).isZero();
        assertThat(counters(reader)).isEmpty();
      }
      assertThat(programmer.reads()).isEqualTo(reads);
      assertThat(programmer.bring(compilations.next(many(Optional.empty()))).changed()).isFalse();
    }
  }

  /** Eighty ports, each open to so many nets that elements count, and maybe one more. */
  private static NodePolicy many(Optional<Action> open) {
    List<EffectiveRule> rules = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      AddressSet.Builder nets = AddressSet.builder(Family.V4);
      for (int j = 0; j < 20; j++) {
        nets.add(Prefix.masking(Address.v4(0x0a000000 | i << 16 | j << 9), 24));
        nets.add(Prefix.masking(Address.v4(0x0b000000 | i << 16 | j << 1), 32));
      }
      rules.add(LoopbackPolicy.rule("p" + i, Action.ALLOW, nets.build(), 20_000 + i));
    }
    open.ifPresent(action -> rules.add(20, LoopbackPolicy.rule("open", action, LOOPBACK, PORT)));
    rules.add(LoopbackPolicy.rule("rest", Action.DENY, AddressSet.all(Family.V4), 20_100));
    return LoopbackPolicy.of(rules);
  }

  private static long hits(Programmed held, NfTables reader) {
    return RuleHits.of(held.held(), read(reader)).stream()
        .filter(hit -> hit.rule().filter(rule -> rule.policy().equals("open")).isPresent())
        .mapToLong(RuleHits.Hit::packets)
        .sum();
  }

  private static List<String> counters(NfTables reader) {
    return read(reader).objects().stream()
        .filter(object -> NamedCounter.read(object).isPresent())
        .map(object -> object.name())
        .toList();
  }

  private static Ruleset read(NfTables reader) {
    return reader.dump(NfFamily.INET, "portcullis").orElseThrow();
  }

  /** Each from a port of its own, so that each is a new connection. */
  private static void send(NetworkNamespace namespace, int packets) throws Exception {
    InetAddress to = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    for (int i = 0; i < packets; i++) {
      try (DatagramSocket socket = namespace.call(() -> new DatagramSocket(0, to))) {
        socket.send(new DatagramPacket(new byte[1], 1, to, PORT));
      }
    }
  }

  /** A port that is open to so many nets that elements count, to one host or not, to no others. */
  private static NodePolicy node(boolean loopback) {
    AddressSet.Builder nets = AddressSet.builder(Family.V4);
    for (int i = 0; i < 1_200; i++) {
      nets.add(Prefix.masking(Address.v4(0x0a000000 | i << 9), 24));
      nets.add(Prefix.masking(Address.v4(0x0b000000 | i << 1), 32));
    }
    AddressSet all = nets.build();
    AddressSet open = loopback ? all.union(LOOPBACK) : all;
    return LoopbackPolicy.of(
        List.of(
            LoopbackPolicy.rule("open", Action.ALLOW, open, PORT),
            LoopbackPolicy.rule("rest", Action.DENY, AddressSet.all(Family.V4), PORT)));
  }
}
