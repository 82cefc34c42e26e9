package io.portcullis.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.lab.Shell;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.events.NftChange;
import io.portcullis.netlink.nftables.events.NftWatch;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.effective.DataplaneSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever another program does to the table is undone. How long that takes, from the notification
 * of its commit to that of the repair, is printed and not asserted.
 */
@Timeout(120)
class ForeignChangeKernelTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int ROUNDS = 10;
  private static final int PORTS = 500;

  private static final Map<String, String> CHANGES =
      new TreeMap<>(
          Map.of(
              "flush ruleset", "flush ruleset",
              "delete table", "delete table inet portcullis",
              "flush table", "flush table inet portcullis",
              "flush chain", "flush chain inet portcullis prerouting",
              "insert rule", "insert rule inet portcullis prerouting accept",
              "add chain", "add chain inet portcullis mine { type filter hook input priority 0; }",
              "delete element", "delete element inet portcullis %s { %s }"));

  @TempDir private Path dir = Path.of("");

  @Test
  void everyKindOfForeignChangeIsUndone() throws Exception {
    Files.writeString(dir.resolve("policy.yaml"), policy());
    Clock clock = new Clock();
    Map<String, List<Long>> micros = new TreeMap<>();
    try (NetworkNamespace namespace = NetworkNamespace.create("repair");
        Watching<NftChange> watching =
            namespace.call(
                () -> Watching.start("clock", NftWatch::changes, clock::happened, () -> {}));
        Daemon daemon =
            namespace.call(() -> Daemon.start(dir, "node1", DataplaneSettings.defaults()))) {
      Status ready = Awaiting.until(daemon::status, Status::ready, PATIENCE);
      String before = table(namespace);
      Ruleset held = dump(namespace);
      assertThat(ready.revision()).isEqualTo(1);
      assertThat(watching).isNotNull();
      long repairs = 0;
      List<Long> unused = commits(clock, 1);
      for (int round = 0; round < ROUNDS; round++) {
        for (Map.Entry<String, String> change : CHANGES.entrySet()) {
          Shell.must(namespace, command(change.getValue(), before), "nft", "-f", "-");

          List<Long> when = commits(clock, 2);
          long expected = ++repairs;
          Status after = Awaiting.until(daemon::status, s -> s.repairs() >= expected, PATIENCE);
          assertThat(after.repairs()).as(change.getKey()).isEqualTo(expected);
          assertThat(Rulesets.same(dump(namespace), held)).as(change.getKey()).isTrue();
          micros
              .computeIfAbsent(change.getKey(), k -> new ArrayList<>())
              .add((when.get(1) - when.get(0)) / 1000);
        }
      }
      assertThat(daemon.status().ready()).isTrue();
    }
    micros.forEach((kind, times) -> print(kind, times));
    print("all", micros.values().stream().flatMap(List::stream).toList());
  }

  private static void print(String kind, List<Long> times) {
    List<Long> sorted = times.stream().sorted().toList();
    System.out.printf(
        "repair of %s: median %.1f ms, most %.1f ms of %d%n",
        kind,
        sorted.get(sorted.size() / 2) / 1000.0,
        sorted.get(sorted.size() - 1) / 1000.0,
        sorted.size());
  }

  /** When the next commits to our table were told, in nanoseconds. */
  private static List<Long> commits(Clock clock, int count) throws InterruptedException {
    List<Long> when = new ArrayList<>();
    while (when.size() < count) {
      Long next = clock.commits.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(next).as("a commit to the table").isNotNull();
      when.add(next);
    }
    return when;
  }

  /** Notes when each commit to our table was told, while the test waits for processes. */
  private static final class Clock {
    final LinkedBlockingQueue<Long> commits = new LinkedBlockingQueue<>();
    private boolean touched;

    void happened(NftChange change) {
      if (change instanceof NftChange.Touched touch) {
        touched |= touch.table().equals("portcullis");
      } else if (touched) {
        commits.add(System.nanoTime());
        touched = false;
      }
    }
  }

  /** Fills in a set that has elements, and one of them, as {@code nft} lists them. */
  private static String command(String change, String table) {
    if (!change.contains("%s")) {
      return change;
    }
    String map = "";
    for (String line : table.lines().toList()) {
      String words = line.strip();
      if (words.startsWith("map ") || words.startsWith("set ")) {
        map = words.split(" ", -1)[1];
      }
      if (words.contains("tcp . 30000 ")) {
        return change.formatted(map, "tcp . 30000");
      }
    }
    throw new AssertionError("no element for port 30000 in\n" + table);
  }

  private static Ruleset dump(NetworkNamespace namespace) throws Exception {
    return namespace.call(
        () -> {
          try (NfTables tables = NfTables.open()) {
            return tables.dump(NfFamily.INET, "portcullis").orElseThrow();
          }
        });
  }

  private static String table(NetworkNamespace namespace) {
    return Shell.must(namespace, "", "nft", "list", "table", "inet", "portcullis");
  }

  private static String policy() {
    StringBuilder rules = new StringBuilder();
    for (int first = 0; first < PORTS; first += 50) {
      String ports =
          IntStream.range(first, first + 50)
              .mapToObj(i -> Integer.toString(30_000 + 2 * i))
              .collect(Collectors.joining(", "));
      rules.append(
          """
            - action: Allow
              protocol: TCP
              source: {nets: [192.0.2.0/24, 198.51.100.0/24]}
              destination: {ports: [%s]}
            - action: Deny
              protocol: TCP
              destination: {ports: [%s]}
          """
              .formatted(ports, ports));
    }
    return """
        apiVersion: projectcalico.org/v3
        kind: HostEndpoint
        metadata: {name: node1-eth0, labels: {role: node}}
        spec: {node: node1, interfaceName: eth0}
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkPolicy
        metadata: {name: deny-them}
        spec:
          preDNAT: true
          applyOnForward: true
          selector: role == 'node'
          ingress:
        """
        + rules;
  }
}
