package io.portcullis.benchmarks;

import java.io.PrintStream;
import java.util.Locale;

/**
 * What the figures say about what was asked for.
 *
 * @param figures all times
 * @param waiting of the thread during the measured changes of one element
 * @param encodeBytes allocated by one encoding of the batch, warm
 * @param changes how many changes of one element were measured
 */
record Verdicts(Figures figures, Waiting waiting, long encodeBytes, int changes) {

  static final String ENCODE = "encode the batch";
  static final String SENDMSG = "sendmsg of the same bytes";
  static final String COMMIT = "commit through the library";
  static final String NFT = "`nft -f` of the text";
  static final String CHANGE = "one element more or less";
  static final String NFT_CHANGE = "the same by the `nft` command";

  void print(PrintStream out) {
    double encode = figures.wall(ENCODE, 0.5);
    double send = figures.wall(SENDMSG, 0.5);
    double commit = figures.wall(COMMIT, 0.5);
    double nft = figures.wall(NFT, 0.5);
    out.println("| asked | is | |");
    out.println("|---|---|---|");
    row(
        out,
        "encoding takes less than a quarter of sendmsg's time",
        percent(encode / send),
        encode < send / 4);
    row(
        out,
        "no object for each element while encoding",
        Figures.number((double) encodeBytes / Subject.ELEMENTS) + " bytes an element",
        encodeBytes < Subject.ELEMENTS);
    row(
        out,
        "a commit at least 10 times faster than `nft -f`, warm",
        times(nft / commit)
            + " by the clock, "
            + times(figures.processor(NFT) / figures.processor(COMMIT))
            + " of processor time",
        nft / commit >= 10);
    row(
        out,
        "sendmsg at least 70 % of our time",
        percent(Math.min(1, send / commit)),
        send / commit >= 0.7);
    double median = 1000 * figures.wall(CHANGE, 0.5);
    row(
        out,
        "one element changed in less than 200 us, warm",
        "median " + Figures.number(median) + " us, kernel included",
        median < 200);
    out.println();
    out.printf(
        Locale.ROOT,
        "The kernel's part bounds what any library can reach: sendmsg alone is %s faster than"
            + " `nft -f`%nby the clock, and %s in processor time.%n%n",
        times(nft / send),
        times(figures.processor(NFT) / figures.processor(SENDMSG)));
    change(out);
  }

  private void change(PrintStream out) {
    double queued = waiting.queuedNanos() / 1000.0 / changes;
    out.printf(
        Locale.ROOT,
        "%,d changes of one element, microseconds by the clock: median %s, 95th percentile %s, 99th"
            + " %s,%n99.9th %s, slowest %s; mean %s. Processor time, mean: %s. %d took longer than"
            + " 200 us. Meanwhile the thread%nwas stopped for others %d times, and waited for a"
            + " core %s us a change; it went to sleep by itself, in the%nkernel, %d times.%n",
        changes,
        micros(0.5),
        micros(0.95),
        micros(0.99),
        micros(0.999),
        micros(1),
        Figures.number(1000 * figures.mean(CHANGE)),
        Figures.number(1000 * figures.meanOfProcessor(CHANGE)),
        figures.longerThan(CHANGE, 0.2),
        waiting.involuntary(),
        Figures.number(queued),
        waiting.voluntary());
  }

  private String micros(double of) {
    return Figures.number(1000 * figures.wall(CHANGE, of));
  }

  private static void row(PrintStream out, String asked, String is, boolean holds) {
    out.println("| " + asked + " | " + is + " | " + (holds ? "holds" : "**does not hold**") + " |");
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %% (medians by the clock)", 100 * share);
  }

  private static String times(double factor) {
    return String.format(Locale.ROOT, "%.1f times", factor);
  }
}
