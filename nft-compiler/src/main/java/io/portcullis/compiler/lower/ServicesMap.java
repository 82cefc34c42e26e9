package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.R0;
import static io.portcullis.compiler.lower.Loads.WORD;

import io.portcullis.compiler.layout.Choice;
import io.portcullis.compiler.layout.Prices;
import io.portcullis.compiler.layout.Shape;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Lookup;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The map from services, each {@code protocol << 16 | port}, to where they go. */
final class ServicesMap {

  private ServicesMap() {}

  /**
   * Appends to {@code chain} the lookup of a map, if it has elements, and gives its name.
   *
   * @param verdicts by service
   */
  static Optional<String> lookUp(Scope scope, String chain, Map<Integer, Verdict> verdicts) {
    if (verdicts.isEmpty()) {
      return Optional.empty();
    }
    scope
        .draft()
        .choice(
            new Choice(
                scope.name(),
                "services",
                new Shape("a hash map", 1, verdicts.size(), Prices.SERVICES),
                List.of(
                    new Shape(
                        "one comparison after the other",
                        0,
                        verdicts.size(),
                        3 * Prices.COMPARISON * verdicts.size()),
                    new Shape(
                        "an interval map",
                        1,
                        2L * verdicts.size(),
                        Prices.interval(2L * verdicts.size())))));
    MapDraft map =
        scope
            .draft()
            .map(
                NftSet.verdictMap(
                        scope.named("services"),
                        0,
                        NftDataType.concat(NftDataType.INET_PROTO, NftDataType.INET_SERVICE),
                        2 * WORD)
                    .withUserData(Comments.ofSet("where a protocol and port go")));
    verdicts.forEach(
        (pair, verdict) ->
            map.put(Bytes.of(Loads.serviceKey(pair >>> 16, pair & 0xffff, 2 * WORD)), verdict));
    scope
        .draft()
        .rule(
            chain,
            Loads.protocol(R0),
            Loads.destinationPort(R0.plus(WORD)),
            Lookup.verdict(map.name(), R0));
    return Optional.of(map.name());
  }
}
