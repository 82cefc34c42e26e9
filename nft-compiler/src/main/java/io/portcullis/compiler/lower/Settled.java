package io.portcullis.compiler.lower;

import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ports in a row that all come to the same with sources that are not known, as NodePorts do that
 * one policy at the end denies: a comparison behind the sources decides, and their services are not
 * looked up. They stay in the map, for the day when one of them comes to something else.
 *
 * @param protocol of all of them
 * @param first port
 * @param last port
 * @param verdict what they come to
 */
record Settled(int protocol, int first, int last, Verdict verdict) {

  /**
   * The longest such row.
   *
   * @param ahead services whose sources are looked up before them
   * @param verdicts what those in the map come to, each {@code protocol << 16 | port}
   * @param usual what all others come to
   * @return empty if it has less than half of the services that are in the map
   */
  static Optional<Settled> of(Ahead ahead, Map<Integer, Verdict> verdicts, Verdict usual) {
    int protocol = ahead.keys().protocol().orElseThrow();
    Optional<Settled> best = Optional.empty();
    int most = 0;
    int all = 0;
    int here = 0;
    int start = ahead.first();
    Verdict current = usual;
    for (int port = ahead.first(); port <= ahead.last(); port++) {
      Verdict of = verdicts.get(protocol << 16 | port);
      Verdict verdict = of == null ? usual : of;
      if (!verdict.equals(current)) {
        start = port;
        current = verdict;
        here = 0;
      }
      here += of == null ? 0 : 1;
      all += of == null ? 0 : 1;
      if (here > 0 && here >= most) {
        most = here;
        best = Optional.of(new Settled(protocol, start, port, verdict));
      }
    }
    return 2 * most >= all ? best : Optional.empty();
  }

  boolean holds(int service) {
    int port = service & 0xffff;
    return service >>> 16 == protocol && first <= port && port <= last;
  }

  /** Appends the comparison. */
  void lower(Scope scope, String chain) {
    List<Expression> expressions = new ArrayList<>();
    ComparedPorts.service(scope.family(), protocol, first, last, expressions);
    expressions.add(Loads.verdict(verdict));
    scope.draft().rule(chain, expressions.toArray(Expression[]::new));
  }
}
