package io.portcullis.agent;

import io.portcullis.compiler.transaction.Plan;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.TableDump;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Prints what changes cost at size: one more CIDR, and rules that change, each done by the agent as
 * a whole and once more in its parts. Not a test: run its main by hand, as root. The arguments are
 * the number of CIDRs, by default 100,000, and that of policies they are spread over, by default
 * 100.
 */
final class ProgrammerTiming {

  private static final int ROUNDS = 11;

  private ProgrammerTiming() {}

  public static void main(String[] arguments) throws Exception {
    int nets = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    int policies = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
    Proven plain = timed("compile and prove", () -> proven(nets, policies, 0, false));
    Proven more = timed("compile and prove, one CIDR more", () -> proven(nets, policies, 1, false));
    Proven other = timed("compile and prove, other rules", () -> proven(nets, policies, 0, true));
    try (NetworkNamespace namespace = NetworkNamespace.create("timing");
        Programmer programmer = namespace.call(() -> Programmer.open(false));
        NfTables tables = namespace.call(NfTables::open)) {
      System.out.println(programmer.bring(plain).sent() + ", to begin with");
      both(programmer, "one CIDR more or less", plain, more);
      parts(tables, "one CIDR more", more);
      System.out.println(programmer.bring(plain).sent());
      both(programmer, "other rules", plain, other);
      parts(tables, "other rules", other);
    }
  }

  private static void both(Programmer programmer, String what, Proven one, Proven other) {
    List<Double> millis = new ArrayList<>();
    Programmed last = programmer.bring(one);
    for (int round = 0; round < ROUNDS; round++) {
      long started = System.nanoTime();
      last = programmer.bring(round % 2 == 0 ? other : one);
      millis.add((System.nanoTime() - started) / 1e6);
    }
    programmer.bring(one).changed();
    millis.sort(null);
    System.out.printf(
        Locale.ROOT,
        "%s: %s, median %.1f ms of %d, most %.1f ms%n",
        what,
        last.sent(),
        millis.get(ROUNDS / 2),
        ROUNDS,
        millis.get(ROUNDS - 1));
  }

  private static void parts(NfTables tables, String what, Proven wanted) {
    System.out.println(what + ", in parts:");
    Optional<TableDump> held =
        timed("  read", () -> tables.dumpWithHandles(NfFamily.INET, "portcullis"));
    Plan plan = timed("  plan", () -> Plan.of(held, wanted.compiled().ruleset()));
    timed(
        "  compare with what was proven",
        () -> {
          if (!plan.names().rename(wanted.compiled().ruleset(), plan.ruleset())) {
            throw new IllegalStateException("what is planned is not what was proven");
          }
          return plan.names().of(wanted.compiled());
        });
    long generation = held.orElseThrow().generation();
    for (List<NftOperation> batch : plan.batches()) {
      long from = generation;
      timed(
          "  wait",
          () -> {
            tables.awaitPackets();
            return true;
          });
      generation =
          timed("  batch of " + batch.size() + " operations", () -> tables.commit(batch, from));
    }
    timed(
        "  read back",
        () -> InKernel.holds(tables.dumpWithHandles(NfFamily.INET, "portcullis"), plan.ruleset()));
  }

  private static <T> T timed(String what, Supplier<T> work) {
    long started = System.nanoTime();
    T done = work.get();
    System.out.printf(Locale.ROOT, "%s: %.1f ms%n", what, (System.nanoTime() - started) / 1e6);
    return done;
  }

  private static Proven proven(int nets, int policies, int more, boolean other) {
    StringBuilder yaml =
        new StringBuilder(
            """
            apiVersion: projectcalico.org/v3
            kind: HostEndpoint
            metadata: {name: node1-eth0, labels: {role: node}}
            spec: {node: node1, interfaceName: eth0}
            """);
    int each = nets / policies;
    for (int i = 0; i < policies; i++) {
      rules(yaml, i, policies, other);
    }
    for (int i = policies - 1; i >= 0; i--) {
      nets(yaml, i, each, i == 0 ? more : 0);
    }
    return Proven.of(
        Desired.of(
                List.of(new SourceText("timing.yaml", yaml.toString())),
                "node1",
                List.of(),
                DataplaneSettings.defaults())
            .compiled());
  }

  private static void nets(StringBuilder yaml, int i, int each, int more) {
    yaml.append(
        """
          ---
          apiVersion: projectcalico.org/v3
          kind: GlobalNetworkSet
          metadata: {name: set-%d, labels: {set: set-%d}}
          spec:
            nets:
          """
            .formatted(i, i));
    for (int j = 0; j < each + more; j++) {
      // A /24 or longer each, apart from all others.
      int net = (i * (each + 1) + j) * 256;
      yaml.append("  - ")
          .append(11 + (net >>> 24))
          .append('.')
          .append(net >>> 16 & 0xff)
          .append('.')
          .append(net >>> 8 & 0xff)
          .append('.')
          .append(j % 2 == 0 ? "0/24" : "64/26")
          .append('\n');
    }
  }

  private static void rules(StringBuilder yaml, int i, int policies, boolean other) {
    yaml.append(
        """
          ---
          apiVersion: projectcalico.org/v3
          kind: GlobalNetworkPolicy
          metadata: {name: policy-%d}
          spec:
            order: %d
            preDNAT: true
            applyOnForward: true
            selector: role == 'node'
            ingress:
            - {action: Allow, protocol: TCP, source: {selector: set == 'set-%d'}, destination: {ports: [%d]}}
            - {action: Deny, protocol: TCP, destination: {ports: [%d]}}
          """
            .formatted(i, i, i, 30_000 + i, 30_000 + i + (other && i < 5 ? policies : 0)));
  }
}
