package io.portcullis.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.nftables.expr.Opaque;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Programs;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code nft} loaded into one namespace is read, committed to another, and listed there as in
 * the first.
 *
 * <p>Left out of what is compared: the milliseconds until elements expire, which go on meanwhile
 * ({@link ElementTimeKernelTest} looks at them). Flowtables are in {@link FlowtableKernelTest},
 * rules of iptables in {@link XtablesKernelTest}.
 */
final class RoundTripKernelTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "statements",
        "nat",
        "objects",
        "sets",
        "firewalld-like",
        "kube-proxy-like",
        "docker-like"
      })
  void aRulesetIsListedTheSameInAnotherNamespace(String name) throws Exception {
    try (NetworkNamespace first = NetworkNamespace.create("first");
        NetworkNamespace second = NetworkNamespace.create("second");
        NfTables from = first.call(NfTables::open);
        NfTables to = second.call(NfTables::open)) {
      new Programs(first::start).load(resource(name));

      List<Ruleset> read = everything(from);
      for (Ruleset ruleset : read) {
        long unused = to.commit(Rulesets.creation(ruleset), 0);
      }

      List<Ruleset> held = everything(to);
      assertThat(held).hasSameSizeAs(read);
      for (int i = 0; i < read.size(); i++) {
        assertThat(Rulesets.withoutCounts(held.get(i)))
            .isEqualTo(Rulesets.withoutCounts(read.get(i)));
      }
      assertThat(list(second)).isEqualTo(list(first)).contains("chain");
    }
  }

  @Test
  void theLikenessesAreAsLargeAsWhatTheyAreLike() throws Exception {
    Map<String, Integer> rules = new TreeMap<>();
    for (String name : List.of("firewalld-like", "kube-proxy-like", "docker-like")) {
      try (NetworkNamespace namespace = NetworkNamespace.create("count");
          NfTables nft = namespace.call(NfTables::open)) {
        new Programs(namespace::start).load(resource(name));
        int count = 0;
        for (Ruleset ruleset : everything(nft)) {
          count += ruleset.rules().values().stream().mapToInt(List::size).sum();
        }
        rules.put(name, count);
      }
    }
    assertThat(rules).containsOnlyKeys("firewalld-like", "kube-proxy-like", "docker-like");
    assertThat(rules).containsEntry("firewalld-like", 334).containsEntry("kube-proxy-like", 400);
    assertThat(rules).containsEntry("docker-like", 133);
  }

  @Test
  void nothingInThoseRulesetsIsWithoutAModel() throws Exception {
    Set<String> opaque = new TreeSet<>();
    for (String name :
        List.of(
            "statements",
            "nat",
            "objects",
            "sets",
            "firewalld-like",
            "kube-proxy-like",
            "docker-like")) {
      try (NetworkNamespace namespace = NetworkNamespace.create("names");
          NfTables nft = namespace.call(NfTables::open)) {
        new Programs(namespace::start).load(resource(name));
        for (Ruleset ruleset : everything(nft)) {
          ruleset.rules().values().stream()
              .flatMap(List::stream)
              .flatMap(rule -> rule.expressions().stream())
              .filter(Opaque.class::isInstance)
              .forEach(expression -> opaque.add(((Opaque) expression).name()));
        }
      }
    }
    assertThat(opaque).isEmpty();
  }

  private static List<Ruleset> everything(NfTables nft) {
    List<Ruleset> all = new ArrayList<>();
    for (NftTable table : nft.tables()) {
      all.add(nft.dump(table.family(), table.name()).orElseThrow());
    }
    return all;
  }

  /** Without when elements expire. */
  private static String list(NetworkNamespace namespace) throws Exception {
    return new Programs(namespace::start).nft("list", "ruleset").replaceAll(" expires \\w+", "");
  }

  private static String resource(String name) throws Exception {
    try (InputStream in =
        RoundTripKernelTest.class.getResourceAsStream("/rulesets/" + name + ".nft")) {
      return new String(
          java.util.Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
