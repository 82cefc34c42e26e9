package io.portcullis.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.state.Draft;
import io.portcullis.agent.state.Enforced;
import io.portcullis.agent.state.PolicyStore;
import io.portcullis.agent.state.Sources;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.effective.DataplaneSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody takes the table away while the reconciler is busy with policy, for however long. */
@Timeout(120)
class BusyReconcilerKernelTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String POLICY =
      """
      apiVersion: projectcalico.org/v3
      kind: HostEndpoint
      metadata: {name: node1-eth0, labels: {role: node}}
      spec: {node: node1, interfaceName: eth0}
      ---
      apiVersion: projectcalico.org/v3
      kind: GlobalNetworkPolicy
      metadata: {name: one}
      spec:
        preDNAT: true
        applyOnForward: true
        selector: role == 'node'
        ingress:
        - {action: Deny, protocol: TCP, destination: {ports: [30080]}}
      """;

  @TempDir private Path dir = Path.of("");

  @Test
  void theTableIsBackBeforeTheReconcilerIs() throws Exception {
    Files.writeString(dir.resolve("policy.yaml"), POLICY);
    Busy sources = new Busy(new PolicyStore(Optional.of(dir), Optional.empty()));
    try (NetworkNamespace namespace = NetworkNamespace.create("busy");
        NfTables tables = namespace.call(NfTables::open);
        Daemon daemon =
            namespace.call(
                () ->
                    Daemon.start(
                        sources, Optional.of(dir), "node1", DataplaneSettings.defaults()))) {
      Status ready = Awaiting.until(daemon::status, Status::ready, PATIENCE);
      Ruleset held = tables.dump(NfFamily.INET, "portcullis").orElseThrow();
      sources.keepBusy.set(true);
      var unused = daemon.look();
      sources.busy.await();
      try {
        String unusedToo = Shell.must(namespace, "flush ruleset", "nft", "-f", "-");

        Optional<Ruleset> back =
            Awaiting.until(
                () -> tables.dump(NfFamily.INET, "portcullis"), Optional::isPresent, PATIENCE);

        assertThat(Rulesets.same(back.orElseThrow(), held)).isTrue();
        assertThat(daemon.status()).isEqualTo(ready);
      } finally {
        sources.keepBusy.set(false);
        sources.idle.countDown();
      }
      Status repaired = Awaiting.until(daemon::status, s -> s.repairs() == 1, PATIENCE);
      assertThat(repaired.drift().orElseThrow().processName()).contains("nft");
      assertThat(repaired.drift().orElseThrow().what()).contains("table deleted");
      assertThat(repaired.generation()).isEqualTo(tables.generation());
    }
  }

  /** Sources of which a draft takes until they are let. */
  private static final class Busy implements Sources {

    private final Sources sources;
    private final AtomicBoolean keepBusy = new AtomicBoolean();
    private final CountDownLatch busy = new CountDownLatch(1);
    private final CountDownLatch idle = new CountDownLatch(1);

    Busy(Sources sources) {
      this.sources = sources;
    }

    @Override
    public Optional<Draft> draft() {
      if (keepBusy.get()) {
        busy.countDown();
        try {
          idle.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return sources.draft();
    }

    @Override
    public void whenChanged(Runnable ring) {
      sources.whenChanged(ring);
    }

    @Override
    public void look() {
      sources.look();
    }

    @Override
    public long accept(Draft draft) {
      return sources.accept(draft);
    }

    @Override
    public boolean reject(Draft draft, AgentException why) {
      return sources.reject(draft, why);
    }

    @Override
    public void enforced(Enforced now) {
      sources.enforced(now);
    }

    @Override
    public void delayed(AgentException why) {
      sources.delayed(why);
    }

    @Override
    public Optional<AgentException> problem() {
      return sources.problem();
    }
  }
}
