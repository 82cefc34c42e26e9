package io.portcullis.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Times by what they are of, in milliseconds: by the clock, and of the processor. */
final class Figures {

  private final Map<String, double[][]> all = new LinkedHashMap<>();

  /** Keeps those of one round; negative ones are warm-up. */
  void keep(String what, int round, int rounds, double wall, double processor) {
    if (round >= 0) {
      double[][] times = all.computeIfAbsent(what, w -> new double[2][rounds]);
      times[0][round] = wall;
      times[1][round] = processor;
    }
  }

  /** By the clock, the share {@code of} all rounds that took no longer. */
  double wall(String what, double of) {
    return percentile(times(what)[0], of);
  }

  /** The median of processor time. */
  double processor(String what) {
    return percentile(times(what)[1], 0.5);
  }

  double mean(String what) {
    return Arrays.stream(times(what)[0]).average().orElse(0);
  }

  double meanOfProcessor(String what) {
    return Arrays.stream(times(what)[1]).average().orElse(0);
  }

  /** How many rounds took longer by the clock. */
  long longerThan(String what, double milliseconds) {
    return Arrays.stream(times(what)[0]).filter(time -> time > milliseconds).count();
  }

  /** A table of Markdown. */
  String table() {
    StringBuilder out = new StringBuilder();
    out.append(
        "| milliseconds | clock, min | clock, median | processor, min | processor, median |\n");
    out.append("|---|---|---|---|---|\n");
    all.forEach(
        (what, times) ->
            out.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s |%n",
                    what,
                    number(percentile(times[0], 0)),
                    number(percentile(times[0], 0.5)),
                    number(percentile(times[1], 0)),
                    number(percentile(times[1], 0.5)))));
    return out.toString();
  }

  /** Three digits that count. */
  static String number(double value) {
    int digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 4;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private double[][] times(String what) {
    double[][] times = all.get(what);
    if (times == null) {
      throw new IllegalArgumentException("nothing was measured of " + what);
    }
    return times;
  }

  private static double percentile(double[] times, double of) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(of * sorted.length))];
  }
}
