package io.portcullis.integration.update;

import io.portcullis.lab.Shell;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.util.ArrayList;
import java.util.List;

/** A table that counts the packets of a {@link Stream} before policy and after it. */
final class Witness implements AutoCloseable {

  private static final String NAME = "witness";

  private final NfTables tables;

  Witness(NetworkNamespace guarded) throws Exception {
    Shell.must(
        guarded,
        """
        table inet witness {
          %s
          %s
          chain swallow {
            type filter hook prerouting priority -99
            udp dport { %d, %d } drop
          }
        }
        """
            .formatted(
                counting("arrived", -300),
                counting("left", -100),
                Stream.OPEN_PORT,
                Stream.SHUT_PORT),
        "nft",
        "-f",
        "-");
    tables = guarded.call(NfTables::open);
  }

  private static String counting(String chain, int priority) {
    StringBuilder text = new StringBuilder();
    for (String family : List.of("ipv4", "ipv6")) {
      for (int port : new int[] {Stream.OPEN_PORT, Stream.SHUT_PORT}) {
        text.append("meta nfproto %s udp dport %d counter\n".formatted(family, port));
      }
    }
    return "chain %s {\ntype filter hook prerouting priority %d\n%s}"
        .formatted(chain, priority, text);
  }

  /** Makes it this socket's own. */
  void own() {
    Ruleset held = tables.dump(NfFamily.INET, NAME).orElseThrow();
    NftTable table = held.table();
    NftTable owned =
        new NftTable(
            table.family(), table.name(), NftTable.F_OWNER, table.userData(), table.unknown());
    List<NftOperation> operations = new ArrayList<>();
    operations.add(new NftOperation.DeleteTable(table.family(), table.name()));
    operations.addAll(
        Rulesets.creation(
            new Ruleset(
                owned, held.chains(), held.rules(), held.sets(), held.elements(), held.objects())));
    if (tables.commit(operations, 0) == 0) {
      throw new IllegalStateException("no table was made");
    }
  }

  Stream.Counts counts() {
    Ruleset held = tables.dump(NfFamily.INET, NAME).orElseThrow();
    return new Stream.Counts(packets(held.rulesOf("arrived")), packets(held.rulesOf("left")));
  }

  private static List<Long> packets(List<NftRule> rules) {
    return rules.stream()
        .map(
            rule ->
                rule.expressions().stream()
                    .filter(Counter.class::isInstance)
                    .mapToLong(e -> ((Counter) e).packets())
                    .sum())
        .toList();
  }

  @Override
  public void close() {
    tables.close();
  }
}
