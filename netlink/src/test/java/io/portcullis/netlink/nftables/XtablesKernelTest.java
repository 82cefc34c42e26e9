package io.portcullis.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portcullis.netlink.nftables.codec.CompatCodec;
import io.portcullis.netlink.nftables.expr.Match;
import io.portcullis.netlink.sys.Errno;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that {@code iptables-nft} wrote, moved to another namespace and listed there by it. */
final class XtablesKernelTest {

  private static final Path IPTABLES = Path.of("/usr/sbin/iptables-nft");

  private static final String RULES =
      """
      *filter
      :INPUT ACCEPT [0:0]
      :FORWARD ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      -A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT
      -A INPUT ! -p udp -m comment --comment "all but one protocol" -j DROP
      -A INPUT -p udp -m multiport --sports 53,123 -j LOG --log-prefix "udp "
      -A INPUT -s 10.0.0.0/8 -p tcp -m tcpmss --mss 500:1000 -j DROP
      -A FORWARD -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
      -A OUTPUT -m statistic --mode random --probability 0.5 -j ACCEPT
      COMMIT
      """;

  @Test
  void rulesThatNeedTheProtocolAreWrittenAgainWithIt() throws Exception {
    assumeTrue(Files.exists(IPTABLES), "skipped: needs iptables-nft");
    try (NetworkNamespace first = NetworkNamespace.create("xtables");
        NetworkNamespace second = NetworkNamespace.create("xtables-2");
        NfTables from = first.call(NfTables::open);
        NfTables to = second.call(NfTables::open)) {
      String unused = new Programs(first::start).feed("iptables-nft-restore", RULES);
      Ruleset read = from.dump(NfFamily.IPV4, "filter").orElseThrow();
      List<NftRule> rules = read.rules().values().stream().flatMap(List::stream).toList();

      assertThat(rules).filteredOn(rule -> CompatCodec.of(rule).isPresent()).isEmpty();
      assertThat(
              rules.stream().map(CompatCodec::completed).flatMap(r -> CompatCodec.of(r).stream()))
          .contains(new RuleCompat(6, false), new RuleCompat(17, true), new RuleCompat(17, false));
      long made = to.commit(Rulesets.creation(read), 0);

      assertThat(made).isPositive();
      assertThat(saved(second)).isEqualTo(saved(first)).hasSizeGreaterThan(8);
    }
  }

  @Test
  void withoutItTheKernelRefusesThem() throws Exception {
    assumeTrue(Files.exists(IPTABLES), "skipped: needs iptables-nft");
    try (NetworkNamespace namespace = NetworkNamespace.create("xtables");
        NfTables nft = namespace.call(NfTables::open)) {
      String unused = new Programs(namespace::start).feed("iptables-nft-restore", RULES);
      NftRule multiport = nft.dump(NfFamily.IPV4, "filter").orElseThrow().rulesOf("INPUT").get(0);
      assertThat(multiport.expressions()).hasAtLeastOneElementOfType(Match.class);

      assertThatThrownBy(
              () ->
                  nft.commit(
                      List.of(new NftOperation.AddRule(NfFamily.IPV4, "filter", multiport)), 0))
          .isInstanceOfSatisfying(
              NftException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
    }
  }

  /** Without counts and comments, which say when. */
  private static List<String> saved(NetworkNamespace namespace) throws Exception {
    String text = new Programs(namespace::start).feed("iptables-nft-save", "");
    return Stream.of(text.split("\n"))
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.replaceAll(" \\[\\d+:\\d+]", ""))
        .toList();
  }
}
