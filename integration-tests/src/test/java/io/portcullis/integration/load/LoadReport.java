package io.portcullis.integration.load;

import io.portcullis.integration.packets.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What was measured.
 *
 * @param flags of the agent's JVM
 * @param filled seconds that the first applies of all sources took
 * @param result of the load
 * @param resident MiB that the agent took at most
 * @param cpu seconds of processor time of the agent per second of load
 * @param disk MiB of its state directory
 * @param samples answers that were checked by packets, all as they should be
 * @param restarted seconds from the start after {@code kill -9} to ready
 */
record LoadReport(
    Machine before,
    Machine after,
    LoadOptions options,
    String flags,
    double filled,
    Load.Result result,
    long resident,
    double cpu,
    double disk,
    int samples,
    double restarted) {

  private static final String PLOT = "api-histogram.svg";
  private static final double ASKED_MILLIS = 10;

  /** Writes text and plot into a directory. */
  void write(Path directory) throws IOException {
    Path unused = Files.createDirectories(directory);
    unused =
        Files.writeString(directory.resolve(PLOT), HistogramPlot.draw(title(), result.enforced()));
    unused =
        Files.writeString(
            directory.resolve("api-results.md"), text() + "\n![%s](%s)\n".formatted(title(), PLOT));
  }

  private String title() {
    return "%,d applies a second at %,d policies and %,d CIDRs%s%s"
        .formatted(
            options.perSecond(),
            options.tenants(),
            options.tenants() * options.nets(),
            options.changes() == Tenants.Changes.RULES ? ", each with another rule" : "",
            options.tls() ? ", over TCP with mutual TLS" : "");
  }

  /** As Markdown. */
  String text() {
    Histogram times = result.enforced();
    StringBuilder out = new StringBuilder();
    out.append(
        """
        # Control API: results

        Written by `./portcullis bench api` at %s; [api.md](api.md) says what the figures mean.
        Linux %s, %d cores, %s, Java %s. Load average %s when it began, %s when it ended; client and agent share the machine.
        Agent's JVM: `%s`.

        %s, for %d s after %d s to warm up.

        | | |
        |---|---|
        """
            .formatted(
                before.at(),
                before.kernel(),
                before.cores(),
                before.processor(),
                Runtime.version().feature(),
                before.load(),
                after.load(),
                flags,
                title(),
                options.seconds(),
                options.warmUp()));
    double median = times.quantile(0.5);
    row(
        out,
        "from apply to enforced, median",
        ms(median)
            + (median < ASKED_MILLIS
                ? ", asked: under 10 ms, reached"
                : ", asked: under 10 ms, **not reached**"));
    row(out, "90 %", ms(times.quantile(0.9)));
    row(out, "99 %", ms(times.quantile(0.99)));
    row(out, "99.9 %", ms(times.quantile(0.999)));
    row(out, "most", ms(times.quantile(1)));
    row(out, "asked for", "%,d".formatted(result.asked()));
    row(
        out,
        "acknowledged",
        "%,d in %.1f s, %,.0f a second"
            .formatted(times.count(), result.seconds(), times.count() / result.seconds()));
    row(out, "refused", result.refused().isEmpty() ? "none" : result.refused().toString());
    row(
        out,
        "revisions",
        "%,d, with %.1f applies each"
            .formatted(
                result.revisions(), times.count() / (double) Math.max(1, result.revisions())));
    row(out, "unanswered at once, at most", "%,d".formatted(result.mostOpen()));
    row(
        out,
        "checked by a packet that is let in now, and one that no longer is",
        "%,d answers, all right".formatted(samples));
    row(out, "the agent's processor time", "%.2f s a second".formatted(cpu));
    row(out, "the agent's memory, at most", "%,d MiB".formatted(resident));
    row(out, "its state directory", "%.1f MiB".formatted(disk));
    row(out, "all sources filled, from nothing", "%.1f s".formatted(filled));
    row(
        out,
        "after kill -9: from its start until it is ready, with all that was acknowledged",
        "%.1f s".formatted(restarted));
    return out.toString();
  }

  private static void row(StringBuilder out, String what, String value) {
    out.append("| ").append(what).append(" | ").append(value).append(" |\n");
  }

  private static String ms(double millis) {
    return String.format(Locale.ROOT, "%.2f ms", millis);
  }
}
