package io.portcullis.lab.demo;

import java.util.Locale;

/** What the demo saw, for people. */
final class DemoText {

  private static final String PICTURE =
      """
      office  198.51.100.10 --+                policy,
                              |                then DNAT
                              +-- router ----> eth0 node1 eth1 ---- node2 ---- podC
                              |                      |  |
      outside 203.0.113.10  --+                   podA  podB

      """;

  private DemoText() {}

  static String of(DemoResult result) {
    StringBuilder out = new StringBuilder(PICTURE);
    out.append("policy: ").append(result.policyDir()).append("\n\n");
    out.append(probes(result));
    out.append("\nHow far all probes together raised each rule's counter in the kernel:\n\n");
    out.append(counters(result)).append('\n');
    result.rows().stream().filter(row -> !row.asExpected()).forEach(row -> wrong(out, row));
    result.hits().stream().filter(hits -> !hits.fits()).forEach(hits -> wrong(out, hits));
    return out.append(summary(result)).append('\n').toString();
  }

  private static String probes(DemoResult result) {
    Columns table = new Columns();
    table.line(
        "from", "over", "to", "no policy", "expected", "got", "", "decided by", "at", "counter");
    for (Row row : result.rows()) {
      Question question = row.question();
      Decider decider = Decider.of(row.decision());
      table.line(
          question.from().name(),
          Words.over(question),
          Words.target(question),
          Words.answer(row.unguarded()),
          Words.answer(question.guarded().answer()),
          Words.answer(row.got()),
          row.asExpected() ? "ok" : "WRONG",
          Words.decider(decider),
          Words.place(decider),
          result.hits().stream()
              .filter(hits -> hits.decider().equals(decider) && decider.counts())
              .map(hits -> "+" + hits.packets())
              .findFirst()
              .orElse("-"));
    }
    return table.text();
  }

  private static String counters(DemoResult result) {
    Columns table = new Columns();
    table.line("decided by", "at", "probes", "counter", "");
    for (Hits hits : result.hits()) {
      table.line(
          Words.decider(hits.decider()),
          Words.place(hits.decider()),
          String.valueOf(hits.probes()),
          hits.decider().counts() ? "+" + hits.packets() : "-",
          note(hits));
    }
    return table.text();
  }

  private static String note(Hits hits) {
    if (!hits.fits()) {
      return "WRONG";
    }
    if (!hits.decider().counts()) {
      return "ok, other links are not counted";
    }
    return hits.decider().countsProbes() ? "ok" : "ok, all later packets of every connection";
  }

  private static void wrong(StringBuilder out, Row row) {
    Question question = row.question();
    Expectation expected = question.guarded();
    Decider decider = Decider.of(row.decision());
    out.append("WRONG ").append(Words.probe(question));
    if (!question.unguarded().equals(row.unguarded())) {
      out.append("; without policy expected ")
          .append(Words.answer(question.unguarded()))
          .append(" and got ")
          .append(Words.answer(row.unguarded()));
    }
    out.append("; expected ")
        .append(Words.answer(expected.answer()))
        .append(" (")
        .append(Words.decider(expected))
        .append("), got ")
        .append(Words.answer(row.got()));
    if (!expected.agrees(row.decision())) {
      out.append("; the policy that was loaded says ").append(Words.decider(decider));
      if (decider.rule().isPresent()) {
        out.append(" at ").append(Words.place(decider));
      }
    }
    out.append('\n');
  }

  private static void wrong(StringBuilder out, Hits hits) {
    out.append("WRONG counter of ")
        .append(Words.decider(hits.decider()))
        .append(": rose by ")
        .append(hits.packets())
        .append(" for ")
        .append(hits.probes())
        .append(" probes\n");
  }

  private static String summary(DemoResult result) {
    long counters = result.hits().stream().filter(hits -> hits.decider().counts()).count();
    long fit =
        result.hits().stream().filter(hits -> hits.decider().counts() && hits.fits()).count();
    return String.format(
        Locale.ROOT,
        "%d probes, %d as expected; %d counters, %d fit; %.1f s",
        result.rows().size(),
        result.expected(),
        counters,
        fit,
        result.took().toMillis() / 1000.0);
  }
}
