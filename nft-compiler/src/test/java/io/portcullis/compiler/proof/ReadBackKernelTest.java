package io.portcullis.compiler.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.RandomPolicies;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proof of what a kernel holds, read back and decoded; and of what somebody changed there. */
final class ReadBackKernelTest {

  private static final String TABLE = "portcullis";

  private NetworkNamespace namespace;
  private NfTables nft;

  @BeforeEach
  void open() throws Exception {
    namespace = NetworkNamespace.create("read-back-test");
    nft = namespace.call(NfTables::open);
  }

  @AfterEach
  void close() {
    nft.close();
    namespace.close();
  }

  @Test
  void whatTheKernelHoldsIsProven() {
    assertThat(held(PolicyCompiler.compile(Guinea.node()))).isInstanceOf(ProofResult.Proven.class);
    for (long seed = 1; seed <= 20; seed++) {
      nft.commit(List.of(new NftOperation.DeleteTable(NfFamily.INET, TABLE)), 0);
      CompiledPolicy compiled =
          PolicyCompiler.compile(Policies.node(new RandomPolicies(seed).policy()));
      assertThat(held(compiled)).as("seed %d", seed).isInstanceOf(ProofResult.Proven.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete element inet portcullis endpoint-1-v4-service-saddr24 { 30080 . 10.0.0.0 }",
        "add element inet portcullis endpoint-1-v4-service-saddr16"
            + " { 30080 . 10.2.0.0 : goto rule-one-office-0 }",
        "delete element inet portcullis endpoint-1-v4-services { 6 . 30082 };"
            + " add element inet portcullis endpoint-1-v4-services"
            + " { 6 . 30082 : goto rule-one-office-0 }",
        "insert rule inet portcullis endpoint-1-v4-sources-3 ip saddr 10.0.0.77 accept",
        "insert rule inet portcullis prerouting tcp dport { 81-85, 99 } drop",
        "insert rule inet portcullis prerouting ip daddr 192.0.2.1-192.0.2.77 udp sport 7 drop",
        "chain inet portcullis prerouting { policy drop; }",
        "flush chain inet portcullis endpoint-1-v4-sources-3",
        "add table inet portcullis; flush chain inet portcullis prerouting",
      })
  void whatSomebodyChangedByHandIsRefuted(String commands) throws Exception {
    CompiledPolicy compiled =
        PolicyCompiler.compile(Policies.node(Guinea.first()), StageBounds.DEFAULT.shared());
    assertThat(held(compiled)).isInstanceOf(ProofResult.Proven.class);

    nft(commands);

    assertThat(Proof.check(compiled, nft.dump(NfFamily.INET, TABLE).orElseThrow()))
        .isInstanceOf(ProofResult.Refuted.class);
  }

  private ProofResult held(CompiledPolicy compiled) {
    nft.commit(Rulesets.creation(compiled.ruleset()), 0);
    return Proof.check(compiled, nft.dump(NfFamily.INET, TABLE).orElseThrow());
  }

  private void nft(String commands) throws Exception {
    Process process =
        namespace.start(new ProcessBuilder("nft", commands).redirectErrorStream(true));
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
