package io.portcullis.integration.packets;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Bars on a logarithmic scale, grouped by workload. */
final class BarPlot {

  private static final double LEFT = 210;
  private static final double RIGHT = Svg.WIDTH - 80.0;
  private static final int BAR = 14;

  private BarPlot() {}

  static String draw(String title, List<Result> results) {
    Svg svg = new Svg();
    svg.text(10, 22, "t", title);
    double most = results.stream().mapToDouble(BarPlot::value).max().orElse(10);
    int decades = (int) Math.ceil(Math.log10(most)) - 1;
    Set<String> workloads = new LinkedHashSet<>(results.stream().map(Result::workload).toList());
    int height = 70 + results.size() * (BAR + 3) + workloads.size() * 26;
    for (int i = 0; i <= decades; i++) {
      double x = x(Math.pow(10, i + 1), decades);
      svg.line(x, 48, x, height - 12, "g");
      svg.text(x, 42, "m", Report.nanos(Math.pow(10, i + 1)));
    }
    double y = 54;
    for (String workload : workloads) {
      svg.text(10, y + 14, "t", workload);
      y += 20;
      for (Result result : results) {
        if (result.workload().equals(workload)) {
          double x = x(value(result), decades);
          svg.text(LEFT - 8, y + 11, "e", result.variant());
          svg.bar(LEFT, y, Math.max(1, x - LEFT), BAR, Plots.colour(result.variant()));
          svg.text(x + 6, y + 11, "", Report.nanos(result.added().median()));
          y += BAR + 3;
        }
      }
      y += 6;
    }
    return svg.document(title, height);
  }

  private static double value(Result result) {
    return Math.max(10, result.added().median());
  }

  /** The scale begins at 10. */
  private static double x(double value, int decades) {
    return LEFT + (RIGHT - LEFT) * (Math.log10(value) - 1) / Math.max(1, decades);
  }
}
