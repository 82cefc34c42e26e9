package io.portcullis.compiler.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.RandomPolicies;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.UserData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Whether one ruleset is another under other names. */
final class NamesTest {

  /** The same random policies each time. */
  private static List<Ruleset> rulesets() {
    List<Ruleset> rulesets = new ArrayList<>();
    for (long seed = 1; seed <= 20; seed++) {
      rulesets.add(
          PolicyCompiler.compile(Policies.node(new RandomPolicies(seed).policy())).ruleset());
    }
    return rulesets;
  }

  private static Names versioned(Ruleset ruleset) {
    Map<String, String> chains = new HashMap<>();
    ruleset.chains().keySet().forEach(name -> chains.put(name, name + ".2"));
    Names.roots(ruleset).forEach(chains::remove);
    Map<String, String> sets = new HashMap<>();
    ruleset.sets().keySet().forEach(name -> sets.put(name, name + ".3"));
    return new Names(chains, sets);
  }

  private static Ruleset with(
      Ruleset of,
      UnaryOperator<Map<String, NftChain>> chains,
      UnaryOperator<Map<String, List<NftRule>>> rules,
      UnaryOperator<Map<String, SetElements>> elements) {
    return new Ruleset(
        of.table(),
        chains.apply(new LinkedHashMap<>(of.chains())),
        rules.apply(new LinkedHashMap<>(of.rules())),
        of.sets(),
        elements.apply(new LinkedHashMap<>(of.elements())));
  }

  @Test
  void whatIsRenamedIsRecognised() {
    for (Ruleset ruleset : rulesets()) {
      Names names = versioned(ruleset);

      assertThat(names.rename(ruleset, names.of(ruleset))).isTrue();
      assertThat(Names.OWN.rename(ruleset, ruleset)).isTrue();
      assertThat(names.rename(ruleset, ruleset)).isFalse();
    }
  }

  @Test
  void whatLeadsToAnythingElseIsNot() {
    int tried = 0;
    for (Ruleset ruleset : rulesets()) {
      Names names = versioned(ruleset);
      Ruleset named = names.of(ruleset);
      for (String chain : names.chains().values()) {
        // Everything that leads there leads to the version of before.
        Ruleset elsewhere =
            new Renaming(c -> c.equals(chain) ? VersionedName.logical(c) : c, s -> s).of(named);
        Ruleset dangling =
            new Ruleset(
                named.table(), named.chains(), named.rules(), named.sets(), elsewhere.elements());
        if (!dangling.equals(named)) {
          assertThat(names.rename(ruleset, dangling)).as(chain).isFalse();
          tried++;
        }
        assertThat(names.rename(ruleset, elsewhere)).as(chain).isFalse();
      }
    }
    assertThat(tried).as("maps that lead elsewhere").isGreaterThan(20);
  }

  @Test
  void whatIsMissingTooMuchOrExchangedIsSeen() {
    for (Ruleset ruleset : rulesets()) {
      Names names = versioned(ruleset);
      Ruleset named = names.of(ruleset);
      UnaryOperator<Map<String, SetElements>> same = map -> map;

      assertThat(
              names.rename(
                  ruleset,
                  with(
                      named,
                      chains -> {
                        chains.put("more", NftChain.regular("more", UserData.NONE));
                        return chains;
                      },
                      rules -> rules,
                      same)))
          .isFalse();
      for (String chain : named.rules().keySet()) {
        assertThat(
                names.rename(
                    ruleset,
                    with(
                        named,
                        chains -> chains,
                        rules -> {
                          List<NftRule> fewer = new ArrayList<>(rules.get(chain));
                          fewer.remove(fewer.size() - 1);
                          rules.put(chain, fewer);
                          return rules;
                        },
                        same)))
            .as(chain)
            .isFalse();
      }
    }
  }

  @Test
  void twoThingsUnderOneNameAreNotOneToOne() {
    Ruleset ruleset = rulesets().get(0);
    Map<String, String> sets = new HashMap<>();
    ruleset.sets().keySet().forEach(name -> sets.put(name, "one"));
    assertThat(sets).hasSizeGreaterThan(1);

    assertThat(new Names(Map.of(), sets).rename(ruleset, ruleset)).isFalse();
  }
}
