package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.R0;

import io.portcullis.compiler.layout.Prices;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Range;
import io.portcullis.policy.address.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Services that are compared one after the other, before those in a map are looked up. */
final class ComparedPorts {

  private ComparedPorts() {}

  /**
   * Takes services out of {@code verdicts}, if all of them together cost those that are in the map
   * less than half of what they save.
   *
   * @param verdicts by {@code protocol << 16 | port}
   * @param services each a protocol and a port
   */
  static Map<Integer, Verdict> taken(Map<Integer, Verdict> verdicts, List<int[]> services) {
    NavigableMap<Integer, Verdict> out = new TreeMap<>();
    for (int[] service : services) {
      int number = service[0] << 16 | service[1];
      Optional.ofNullable(verdicts.get(number)).ifPresent(verdict -> out.put(number, verdict));
    }
    if (2 * out.size() * Prices.PORT > Prices.SERVICES) {
      return Map.of();
    }
    out.keySet().forEach(verdicts::remove);
    return out;
  }

  /** Ports in a row that lead to the same place, of one protocol. */
  private record Row(int protocol, int first, int last, Verdict verdict) {}

  private static List<Row> rows(NavigableMap<Integer, Verdict> services) {
    List<Row> out = new ArrayList<>();
    services.forEach(
        (service, verdict) -> {
          int protocol = service >>> 16;
          int port = service & 0xffff;
          Row last = out.isEmpty() ? new Row(-1, 0, 0, verdict) : out.get(out.size() - 1);
          boolean more =
              last.protocol() == protocol
                  && last.last() + 1 == port
                  && last.verdict().equals(verdict);
          if (more) {
            out.set(out.size() - 1, new Row(protocol, last.first(), port, verdict));
          } else {
            out.add(new Row(protocol, port, port, verdict));
          }
        });
    return out;
  }

  /**
   * Appends the comparisons. The port first: mostly that differs, and it costs least.
   *
   * @param services where each {@code protocol << 16 | port} goes
   */
  static void lower(Scope scope, String chain, Map<Integer, Verdict> services) {
    for (Row row : rows(new TreeMap<>(services))) {
      List<Expression> expressions = new ArrayList<>();
      service(scope.family(), row.protocol(), row.first(), row.last(), expressions);
      expressions.add(Loads.verdict(row.verdict()));
      scope.draft().rule(chain, expressions.toArray(Expression[]::new));
    }
  }

  /** Appends what breaks a rule unless a packet is of a protocol, to ports from one to another. */
  static void service(Family family, int protocol, int first, int last, List<Expression> out) {
    out.add(Loads.destinationPort(R0));
    out.add(
        first == last
            ? Loads.equal(R0, Bytes.ofU16(first))
            : new Range(R0, false, Bytes.ofU16(first), Bytes.ofU16(last)));
    out.add(Loads.protocolBehindPort(family, R0));
    out.add(Loads.equal(R0, Bytes.ofU8(protocol)));
  }
}
