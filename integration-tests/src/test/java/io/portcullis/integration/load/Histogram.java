package io.portcullis.integration.load;

import java.util.ArrayList;
import java.util.List;

/** Times by logarithmic classes, each 10 % wider than the one before; from 0.1 ms to minutes. */
final class Histogram {

  private static final double FIRST = 0.1;
  private static final double STEP = 1.1;
  private static final int CLASSES = 140;

  private final long[] counts = new long[CLASSES];
  private final List<Double> values = new ArrayList<>();

  /** A class of times in milliseconds, without its end. */
  record Span(double from, double to, long count) {}

  synchronized void add(double millis) {
    counts[index(millis)]++;
    values.add(millis);
  }

  private static int index(double millis) {
    int index = (int) Math.ceil(Math.log(millis / FIRST) / Math.log(STEP));
    return Math.max(0, Math.min(CLASSES - 1, index));
  }

  synchronized long count() {
    return values.size();
  }

  /** The exact quantile, in milliseconds; 0 if there is nothing. */
  synchronized double quantile(double of) {
    if (values.isEmpty()) {
      return 0;
    }
    List<Double> sorted = new ArrayList<>(values);
    sorted.sort(null);
    return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(of * (sorted.size() - 1))));
  }

  /** All classes from the first to the last that has something. */
  synchronized List<Span> spans() {
    List<Span> out = new ArrayList<>();
    int last = CLASSES - 1;
    while (last > 0 && counts[last] == 0) {
      last--;
    }
    int first = 0;
    while (first < last && counts[first] == 0) {
      first++;
    }
    for (int i = first; i <= last; i++) {
      out.add(
          new Span(
              i == 0 ? 0 : FIRST * Math.pow(STEP, i - 1), FIRST * Math.pow(STEP, i), counts[i]));
    }
    return out;
  }
}
