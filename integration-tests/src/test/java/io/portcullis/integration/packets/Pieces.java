package io.portcullis.integration.packets;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the pieces of rulesets cost on this machine, so that a reader can tell the machine from the
 * layout. The targets were set by prices of one machine, on which nothing else ran.
 */
final class Pieces {

  /** The name of their workload and scenario. */
  static final String NAME = "pieces";

  private static final Piece INTERFACE =
      new Piece(
          "map of two interface names", 5, "", "iifname vmap { \"a\" : drop, \"b\" : drop }", 31);

  private static final Piece SERVICE =
      new Piece(
          "map of 2,768 services, l4proto . dport",
          5,
          map("meta l4proto . th dport", 4096, Workloads.PORTS, i -> "udp . " + (30_000 + i)),
          "meta l4proto . th dport vmap @m",
          40);

  private static final Piece WORD =
      new Piece(
          "map of 1,000 keys of 4 bytes",
          5,
          map("@nh,96,32", 2048, 1_000, i -> Integer.toString(i + 1)),
          "@nh,96,32 vmap @m",
          17);

  private static final Piece GOTO =
      new Piece("first rule: goto a chain that accepts", 1, "chain e { accept; }", "goto e", 0);

  /** All of them. */
  static final List<Piece> ALL =
      List.of(
          new Piece("port compared", 10, "", "@th,16,16 1 drop", 6),
          new Piece(
              "IPv4 source under a mask compared", 10, "", "@nh,96,32 & 0xffff0000 1 drop", 0),
          new Piece("protocol asked for and compared", 5, "", "meta l4proto udp drop", 0),
          new Piece("connection state", 5, "", "ct state established accept", 0),
          new Piece("interface name compared", 5, "", "iifname \"a\" drop", 0),
          INTERFACE,
          SERVICE,
          WORD,
          new Piece(
              "map of 1,000 keys of 8 bytes",
              5,
              map("@th,16,16 . @nh,96,32", 2048, 1_000, i -> "31000 . " + (i + 1)),
              "@th,16,16 . @nh,96,32 vmap @m",
              0),
          new Piece("counter", 5, "", "counter", 4),
          GOTO);

  /** Interface, service, three prefix lengths. */
  private static final List<Piece> WAY = List.of(INTERFACE, SERVICE, WORD, WORD, WORD);

  private final List<Result> results;

  Pieces(List<Result> results) {
    this.results = results.stream().filter(result -> result.workload().equals(NAME)).toList();
  }

  private static String map(
      String key, int size, int count, java.util.function.IntFunction<String> element) {
    return "map m { typeof %s : verdict; size %d; elements = { %s } }"
        .formatted(
            key,
            size,
            IntStream.range(0, count)
                .mapToObj(i -> element.apply(i) + " : drop")
                .collect(Collectors.joining(", ")));
  }

  /** Nanoseconds of a piece here. */
  private Optional<Double> here(Piece piece) {
    return results.stream()
        .filter(result -> result.variant().equals(piece.name()))
        .map(result -> result.added().median() / piece.times())
        .findFirst();
  }

  /** How many times dearer a new packet's way is here than where the targets were set. */
  Optional<Double> times() {
    double here = 0;
    double quiet = 0;
    for (Piece piece : WAY) {
      Optional<Double> price = here(piece);
      if (price.isEmpty()) {
        return Optional.empty();
      }
      here += price.get();
      quiet += piece.quiet();
    }
    return Optional.of(here / quiet);
  }

  /** In Markdown; empty if they were not measured. */
  String section() {
    if (times().isEmpty()) {
      return "";
    }
    StringBuilder out =
        new StringBuilder(
            """

            ## What pieces cost here

            Rules that do one thing and let the packet on, measured in this run as the rulesets are; `there` is the machine
            that the targets were set on. Maps are looked up in vain.

            | | ns here | there | times |
            |---|---|---|---|
            """);
    for (Piece piece : ALL) {
      double here = here(piece).orElse(Double.NaN);
      boolean known = piece.quiet() > 0;
      out.append(
          "| %s | %s | %s | %s |\n"
              .formatted(
                  piece.name(),
                  Report.nanos(here),
                  known ? Report.nanos(piece.quiet()) : "",
                  known ? number(here / piece.quiet()) : ""));
    }
    return out.append(
            "\nInterface, service and three prefix lengths cost %s times as much here.\n"
                .formatted(number(times().orElseThrow())))
        .toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
