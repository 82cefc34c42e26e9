package io.portcullis.compiler.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks within networks in a kernel: read back, listed, and changed by hand. */
final class NestsKernelTest {

  private static final String TABLE = "portcullis";

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "NESTS.*")
  void theKernelHoldsThemAndTheProofFindsWhatIsChanged(Variants variant) throws Exception {
    CompiledPolicy compiled = variant.compiled();
    try (NetworkNamespace namespace = NetworkNamespace.create("nests-test");
        NfTables nft = namespace.call(NfTables::open)) {
      nft.commit(Rulesets.creation(compiled.ruleset()), 0);
      Ruleset held = nft.dump(NfFamily.INET, TABLE).orElseThrow();

      assertThat(Rulesets.same(held, compiled.ruleset())).isTrue();
      assertThat(Proof.check(compiled, held)).isInstanceOf(ProofResult.Proven.class);
      assertThat(listed(namespace)).contains("-saddr {").contains("flags interval");

      String from =
          compiled.ruleset().chains().keySet().stream()
              .filter(name -> name.matches(".*-from-\\d+"))
              .findFirst()
              .orElseThrow();
      // Without its rules a class lets everything in.
      nft.commit(List.of(new NftOperation.FlushChain(NfFamily.INET, TABLE, from)), 0);
      Ruleset changed = nft.dump(NfFamily.INET, TABLE).orElseThrow();
      assertThat(Proof.check(compiled, changed)).isInstanceOf(ProofResult.Refuted.class);
    }
  }

  private static String listed(NetworkNamespace namespace) throws Exception {
    Process process =
        namespace.start(new ProcessBuilder("nft", "list", "ruleset").redirectErrorStream(true));
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
