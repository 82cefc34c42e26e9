package io.portcullis.netlink.nftables.debug;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.codec.BatchCodec;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.testsupport.Programs;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code nft --debug} prints of what it sends is what we print of the same. */
final class DebugTextKernelTest {

  private static final String RULER = "----------------\t------------------\n";

  @Test
  void aBatchIsPrintedAsNftPrintsItsOwn() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("debug")) {
      String said =
          new Programs(namespace::start).nft("--debug=mnl", "add table ip t; add chain ip t c");

      NftOperation table = new NftOperation.AddTable(new NftTable(NfFamily.IPV4, "t"));
      NftOperation chain =
          new NftOperation.AddChain(NfFamily.IPV4, "t", NftChain.regular("c", UserData.NONE));
      MessageWriter out = new MessageWriter(256);
      BatchCodec unused = BatchCodec.encode(out, List.of(table, chain), 0, 7);
      String ours = MessageText.of(out.buffer(), 0, out.position(), MessageText.Colours.AS_LIBMNL);

      String batch = said.substring(said.lastIndexOf("| 00016 |"));
      assertThat(normal(ours.substring(ours.indexOf("| 00016 |")))).isEqualTo(normal(batch));
    }
  }

  @Test
  void aRuleIsPrintedAsNftPrintsItsOwn() throws Exception {
    try (NetworkNamespace namespace = NetworkNamespace.create("debug");
        NfTables nft = namespace.call(NfTables::open)) {
      Programs programs = new Programs(namespace::start);
      programs.load("add table ip t; add chain ip t c\n");
      String said =
          programs.nft(
              "--debug=netlink",
              "add rule ip t c ip saddr 10.0.0.0/9 tcp dport 22-80 ct state established "
                  + "fib daddr type local limit rate 3/hour log prefix \"x\" level info counter drop");

      Ruleset read = nft.dump(NfFamily.IPV4, "t").orElseThrow();

      String printed =
          said.lines()
              .filter(line -> line.startsWith("  ["))
              .map(line -> line + "\n")
              .collect(Collectors.joining());
      assertThat(RuleText.of(read.rulesOf("c").get(0))).isEqualTo(printed).contains("bitwise");
    }
  }

  /**
   * Without what differs by who asks: sequence numbers, and that we also ask for an echo of the
   * first change and an acknowledgement of the end.
   */
  private static String normal(String text) {
    return text.replaceAll("\\|  \\d{10}  \\|\t\\| sequence number\\|", "sequence")
        .replaceAll("(\\| \\d{5} \\| R-)[A-][E-] \\|", "$1-- |")
        .replace(RULER + RULER, RULER);
  }
}
