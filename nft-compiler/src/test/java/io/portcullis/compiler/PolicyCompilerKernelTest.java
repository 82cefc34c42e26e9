package io.portcullis.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.proof.Proof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.compiler.render.NftText;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.testsupport.Programs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gives compiled rulesets to a kernel, and has nft list and load them. */
final class PolicyCompilerKernelTest {

  private static final String TABLE = "portcullis";
  private static final Pattern MATCH =
      Pattern.compile(
          "^.*(?:@[nt]h|[sd]addr|[sd]port|icmp(?:v6)? (?:type|code)).*?"
              + "\\b(vmap|goto|return|log|jump|accept|drop|counter)\\b");
  private static final NftOperation DELETE = new NftOperation.DeleteTable(NfFamily.INET, TABLE);

  private NetworkNamespace namespace;
  private NfTables nft;
  private Programs programs;

  @BeforeEach
  void open() throws Exception {
    namespace = NetworkNamespace.create("compiler-test");
    nft = namespace.call(NfTables::open);
    programs = new Programs(namespace::start);
  }

  @AfterEach
  void close() {
    nft.close();
    namespace.close();
  }

  @Test
  void nftListsACompiledPolicyAndNamesItsRules() throws Exception {
    MatchBox v4 = Policies.any(Family.V4);
    EffectivePolicy policy =
        Policies.policy(
            Policies.tier(
                "default",
                Policies.rule(
                    "default",
                    "allow-office",
                    0,
                    Action.ALLOW,
                    Policies.from(Policies.tcp(v4, 30080, 30081), "10.0.0.0/8", "192.0.2.7/32")),
                Policies.rule("default", "deny-all", 0, Action.DENY, v4)));

    commit(PolicyCompiler.compile(Policies.node(policy)).ruleset());

    assertThat(programs.nft("list", "ruleset"))
        .contains("chain rule-default-allow-office-0")
        .contains("allow-office rule 0 at p.yaml:1:5")
        .contains("iifname != \"eth0\" accept")
        .contains("priority dstnat - 1")
        .contains("@nh,96,8 0xa goto rule-default-allow-office-0");
  }

  @Test
  void theKernelTakesAndNftListsWhateverIsCompiled() throws Exception {
    int loaded = 0;
    for (long seed = 1; seed <= 60; seed++) {
      EffectivePolicy policy = new RandomPolicies(seed).policy();
      DataplaneSettings defaults = DataplaneSettings.defaults();
      DataplaneSettings settings =
          seed % 2 == 0
              ? defaults
              : defaults.telling(Optional.of(new DataplaneSettings.Denied(5, (int) seed * 100)));
      CompiledPolicy compiled = PolicyCompiler.compile(Policies.node(policy, settings));
      Ruleset ruleset = compiled.ruleset();

      commit(ruleset);

      Ruleset held = nft.dump(NfFamily.INET, TABLE).orElseThrow();
      assertThat(Rulesets.same(Rulesets.withoutCounts(held), Rulesets.withoutCounts(ruleset)))
          .as("read back, seed %d", seed)
          .isTrue();
      String listed = programs.nft("list", "ruleset");
      assertThat(listed).as("seed %d", seed).contains("chain prerouting");
      nft.commit(List.of(DELETE), 0);
      String text = NftText.render(ruleset);
      if (!text.startsWith("#")) {
        programs.load(text);
        assertThat(lines(programs.nft("list", "ruleset")))
            .as("loaded from text, seed %d", seed)
            .isEqualTo(lines(listed));
        // Whatever nft makes of the words.
        assertThat(Proof.check(compiled, nft.dump(NfFamily.INET, TABLE).orElseThrow()))
            .as("loaded from text, seed %d", seed)
            .isInstanceOf(ProofResult.Proven.class);
        nft.commit(List.of(DELETE), 0);
        loaded++;
      }
    }
    assertThat(loaded).as("texts that nft could load").isPositive();
  }

  /** The kernel follows at most sixteen jumps and gotos, which policy knows nothing of. */
  @Test
  void tiersMayBeMoreThanTheKernelFollowsJumps() {
    List<EffectiveTier> tiers = new ArrayList<>();
    MatchBox box = Policies.to(Policies.any(Family.V4), "192.0.2.0/24");
    for (int i = 0; i < 40; i++) {
      EffectiveRule rule = Policies.rule("t" + i, "p", 0, Action.PASS, box);
      tiers.add(Policies.tier("t" + i, rule));
    }

    EffectivePolicy policy = new EffectivePolicy(tiers);
    commit(PolicyCompiler.compile(Policies.node(policy)).ruleset());

    assertThat(nft.dump(NfFamily.INET, TABLE)).isPresent();
  }

  /** In no order, since that of a hash's elements is the kernel's. */
  private static List<String> lines(String listed) {
    return listed
        .lines()
        .map(line -> line.replace("elements = {", "").replaceAll("[,{}]", "").strip())
        // nft does not list a load alone.
        .map(line -> line.replace("meta l4proto >= ip ", ""))
        // Text names fields, where nft also checks family and protocol; what was sent does not, and
        // is listed as raw bytes. What follows the match is the same.
        .map(line -> MATCH.matcher(line).replaceFirst("$1"))
        .filter(line -> !line.isEmpty())
        .sorted()
        .toList();
  }

  private void commit(Ruleset ruleset) {
    long generation = nft.commit(Rulesets.creation(ruleset), 0);
    assertThat(generation).isPositive();
  }
}
