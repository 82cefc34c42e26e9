package io.portcullis.compiler.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.LinkName;
import io.portcullis.policy.effective.MatchBox;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names of interfaces are told apart: all that a rule may ask for, and no addresses. */
final class InterfacesTest {

  private static final CompiledPolicy RIGHT = PolicyCompiler.compile(Guinea.node());
  private static final Register R0 = Register.R0;

  @ParameterizedTest
  @ValueSource(strings = {"c3bc62657230", "ff", "657468fffe30", "0130", "7f", "80", "e280"})
  void aRuleByHandAboutAnyNameThatALinkMayHaveIsFound(String name) {
    byte[] bytes = Bytes.ofHex(name).toArray();
    byte[] key = Arrays.copyOf(bytes, LinkName.SIZE);
    Mutant rule =
        new Mutant(RIGHT)
            .insertApart(
                "prerouting",
                0,
                new Meta(R0, Meta.IIFNAME),
                new Cmp(R0, Cmp.Op.EQ, Bytes.of(key)),
                Hands.DROP);
    Mutant element = new Mutant(RIGHT).add("endpoints", NftSetElem.of(Bytes.of(key), Verdict.DROP));

    for (Mutant mutant : new Mutant[] {rule, element}) {
      assertThat(Proof.check(mutant.compiled()))
          .isInstanceOfSatisfying(
              ProofResult.Refuted.class,
              it -> assertThat(it.example().packet().inInterface()).isEqualTo(LinkName.of(bytes)));
    }
  }

  @Test
  void addressesInARegisterAreNoNames() {
    // In bytes: eth0, ppp, a name of fifteen letters, and some that are no text.
    MatchBox sources =
        Policies.from(
            Policies.tcp(Policies.any(Family.V6), 80, 80),
            "6574:6830::/32",
            "7070:7000::/24",
            "6162:6364:6566:6768:696a:6b6c:6d6e:6f00/120",
            "fd00::/8",
            "fe80::/10");
    CompiledPolicy looked =
        PolicyCompiler.compile(
            Policies.node(
                Policies.policy(
                    Policies.tier("t", Policies.rule("t", "p", 0, Action.DENY, sources)))));
    MatchBox compared = Policies.from(Policies.any(Family.V6), "6574:6831::/32");
    CompiledPolicy one =
        PolicyCompiler.compile(
            Policies.node(
                Policies.policy(
                    Policies.tier("t", Policies.rule("t", "p", 0, Action.DENY, compared)))));

    for (CompiledPolicy compiled : new CompiledPolicy[] {looked, one}) {
      assertThat(Interfaces.of(compiled.policy(), compiled.ruleset()))
          .containsExactly("eth0", "lo", "other0");
      assertThat(Proof.check(compiled)).isInstanceOf(ProofResult.Proven.class);
    }
  }
}
