package io.portcullis.integration.packets;

import io.portcullis.policy.address.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Everything measured, as Markdown tables and plots. */
final class Report {

  /** Beside the plots. */
  static final String FILE = "packets-results.md";

  private final Machine before;
  private final Machine after;
  private final Effort effort;
  private final List<Result> results;
  private final List<LeftOut> leftOut;
  private final List<Failed> failed;

  Report(
      Machine before,
      Machine after,
      Effort effort,
      List<Result> results,
      List<LeftOut> leftOut,
      List<Failed> failed) {
    this.before = before;
    this.after = after;
    this.effort = effort;
    this.results = List.copyOf(results);
    this.leftOut = List.copyOf(leftOut);
    this.failed = List.copyOf(failed);
  }

  /** Whether every packet got the verdict it should have. */
  boolean right() {
    return results.stream().allMatch(result -> result.wrong().isEmpty());
  }

  /** Whether everything that was to be measured was. */
  boolean whole() {
    return failed.isEmpty();
  }

  /** Writes the tables and the plots into a directory. */
  void write(Path directory) throws IOException {
    Path unused = Files.createDirectories(directory);
    StringBuilder all = new StringBuilder(text());
    for (Plots.Named plot : Plots.of(results)) {
      unused = Files.writeString(directory.resolve(plot.file()), plot.svg());
      all.append("\n![%s](%s)\n".formatted(plot.title(), plot.file()));
    }
    unused = Files.writeString(directory.resolve(FILE), all.toString());
  }

  /** The tables. */
  String text() {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        # Packets: results

        Written by `./portcullis bench packets` at %s; [packets.md](packets.md) says what the figures mean.
        Linux %s, %d cores, %s, %s. Load average %s when it began, %s when it ended.
        Medians of %d rounds; in brackets the quartiles.

        """
            .formatted(
                before.at(),
                before.kernel(),
                before.cores(),
                before.processor(),
                before.nft(),
                before.load(),
                after.load(),
                effort.rounds()));
    verdicts(out);
    Pieces pieces = new Pieces(results);
    out.append(pieces.section());
    out.append("\n## Targets\n\n").append(new Targets(results, pieces.times()).table());
    out.append("\n## Nanoseconds added to a packet\n");
    for (List<Result> table : tables()) {
      table(out, table);
    }
    if (!failed.isEmpty()) {
      out.append("\n## Could not be measured\n\n");
      failed.forEach(one -> out.append("- %s: %s\n".formatted(one.part(), one.why())));
    }
    return out.toString();
  }

  private void verdicts(StringBuilder out) {
    List<Result> wrong = results.stream().filter(result -> result.wrong().isPresent()).toList();
    long packets = results.stream().mapToLong(Result::packets).sum();
    if (wrong.isEmpty()) {
      out.append("All of %,d packets got the verdict they should have.\n".formatted(packets));
      return;
    }
    out.append("**Packets got wrong verdicts; these figures mean nothing:**\n\n");
    for (Result result : wrong) {
      out.append(
          "- %s, %s, %s, %s: %s\n"
              .formatted(
                  result.workload(),
                  result.family(),
                  kind(result.kind()),
                  result.variant(),
                  result.wrong().orElse("")));
    }
  }

  /** Results of one workload, family and number of senders, in the order measured. */
  private List<List<Result>> tables() {
    List<List<Result>> out = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (Result result : results) {
      if (!result.workload().equals(Pieces.NAME) && seen.add(key(result))) {
        out.add(results.stream().filter(r -> key(r).equals(key(result))).toList());
      }
    }
    return out;
  }

  private static String key(Result result) {
    return result.workload() + result.family() + result.senders();
  }

  private void table(StringBuilder out, List<Result> table) {
    Result one = table.get(0);
    Set<PacketStream.Kind> kinds = new LinkedHashSet<>();
    Set<String> variants = new LinkedHashSet<>();
    for (Result result : table) {
      boolean unused = kinds.add(result.kind());
      unused = variants.add(result.variant());
    }
    out.append(
        "\n### %s, %s%s\n\n%s.\n\n| |"
            .formatted(
                one.workload(),
                one.family() == Family.V4 ? "IPv4" : "IPv6",
                one.senders() > 1 ? ", " + one.senders() + " senders" : "",
                one.about()));
    kinds.forEach(kind -> out.append(' ').append(kind(kind)).append(" |"));
    out.append("\n|---|").append("---|".repeat(kinds.size())).append('\n');
    for (String variant : variants) {
      out.append("| ").append(variant).append(" |");
      for (PacketStream.Kind kind : kinds) {
        out.append(' ').append(cell(table, variant, kind)).append(" |");
      }
      out.append('\n');
    }
    leftOut.stream()
        .filter(left -> left.workload().equals(one.workload()) && one.senders() == 1)
        .distinct()
        .forEach(
            left ->
                out.append("\nNot measured: %s (%s).\n".formatted(left.variant(), left.reason())));
  }

  private static String cell(List<Result> table, String variant, PacketStream.Kind kind) {
    Optional<Result> found =
        table.stream().filter(r -> r.variant().equals(variant) && r.kind() == kind).findFirst();
    if (found.isEmpty()) {
      return "";
    }
    Result result = found.get();
    if (EmptyChain.is(variant)) {
      return "whole path " + nanos(result.total().median());
    }
    return "%s [%s, %s]"
        .formatted(
            nanos(result.added().median()),
            nanos(result.added().quantile(0.25)),
            nanos(result.added().quantile(0.75)));
  }

  /** Whole nanoseconds. */
  static String nanos(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  /** In words. */
  static String kind(PacketStream.Kind kind) {
    return switch (kind) {
      case HIT -> "allowed";
      case MISS -> "unknown source";
      case DENIED -> "denied by name";
      case ESTABLISHED -> "established";
    };
  }
}
