package io.portcullis.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.agent.state.PolicyStore;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.TableDump;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.DaemonSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A table that belongs to the daemon, on the real kernel. */
@Timeout(60)
class OwnerKernelTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int OWNED = NftTable.F_OWNER | NftTable.F_PERSIST;

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("owner");

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        dir.resolve("policy.yaml"),
        """
        apiVersion: projectcalico.org/v3
        kind: HostEndpoint
        metadata: {name: ep, labels: {role: node}}
        spec: {node: node1, interfaceName: eth0}
        """);
  }

  @AfterEach
  void close() {
    namespace.close();
  }

  private Daemon start(boolean owner) throws Exception {
    DaemonSettings how = new DaemonSettings(owner, DaemonSettings.LogFormat.TEXT, Optional.empty());
    return namespace.call(
        () ->
            Daemon.start(
                new PolicyStore(Optional.of(dir), Optional.empty()),
                Optional.of(dir),
                "node1",
                DataplaneSettings.defaults(),
                how));
  }

  private TableDump dump() throws Exception {
    return namespace.call(
        () -> {
          try (NfTables tables = NfTables.open()) {
            return tables.dumpWithHandles(NfFamily.INET, "portcullis").orElseThrow();
          }
        });
  }

  private int flags() throws Exception {
    return dump().ruleset().table().flags();
  }

  private Shell.Result nft(String command) {
    return Shell.run(namespace, "", "nft", command);
  }

  private static Status ready(Daemon daemon) throws InterruptedException {
    return Awaiting.until(daemon::status, Status::ready, PATIENCE);
  }

  @Test
  void othersMayReadItAndNotChangeIt() throws Exception {
    try (Daemon daemon = start(true)) {
      assertThat(ready(daemon).revision()).isEqualTo(1);
      assertThat(flags()).isEqualTo(OWNED);
      TableDump before = dump();

      for (String change :
          new String[] {
            "delete table inet portcullis",
            "flush table inet portcullis",
            "insert rule inet portcullis prerouting accept",
            "add chain inet portcullis mine"
          }) {
        assertThat(nft(change).err()).as(change).contains("Operation not permitted");
      }
      assertThat(nft("flush ruleset").exit()).isZero();

      assertThat(dump().rules()).isEqualTo(before.rules());
      assertThat(nft("list ruleset").out()).contains("table inet portcullis", "chain prerouting");
      assertThat(daemon.status().repairs()).isZero();
    }
  }

  @Test
  void whenTheOwnerIsGoneItStaysAndTheNextOneAdoptsItWithoutSendingPolicy() throws Exception {
    try (Daemon daemon = start(true)) {
      assertThat(ready(daemon).revision()).isEqualTo(1);
    }
    TableDump left = dump();
    assertThat(left.ruleset().table().flags()).isEqualTo(NftTable.F_PERSIST);

    try (Daemon daemon = start(true)) {
      // The adoption is one commit, and there is no other.
      assertThat(ready(daemon).generation()).isEqualTo(left.generation() + 1);
      assertThat(dump().rules()).isEqualTo(left.rules());
      assertThat(flags()).isEqualTo(OWNED);
    }
    try (Daemon daemon = start(false)) {
      assertThat(ready(daemon).generation()).isEqualTo(left.generation() + 1);
      assertThat(flags()).isEqualTo(NftTable.F_PERSIST);
    }
  }

  @Test
  void aTableThatWasMadeWithoutIsNotOwnedUntilItIsMadeAnew() throws Exception {
    try (Daemon daemon = start(false)) {
      assertThat(ready(daemon).revision()).isEqualTo(1);
    }
    assertThat(flags()).isZero();
    try (Daemon daemon = start(true)) {
      assertThat(ready(daemon).revision()).isEqualTo(1);
      assertThat(flags()).isZero();

      assertThat(nft("delete table inet portcullis").exit()).isZero();

      assertThat(Awaiting.until(daemon::status, s -> s.repairs() == 1, PATIENCE).ready()).isTrue();
      assertThat(flags()).isEqualTo(OWNED);
    }
  }
}
