package io.portcullis.integration.packets;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Lines over the number of policies, both scales logarithmic. */
final class GrowthPlot {

  private static final int HEIGHT = 420;
  private static final double LEFT = 90;
  private static final double RIGHT = Svg.WIDTH - 210.0;
  private static final double TOP = 50;
  private static final double BOTTOM = HEIGHT - 50.0;

  private GrowthPlot() {}

  static String draw(String title, List<Result> results) {
    Svg svg = new Svg();
    svg.text(10, 22, "t", title);
    double most = results.stream().mapToDouble(r -> r.added().median()).max().orElse(10);
    int decades = (int) Math.max(1, Math.ceil(Math.log10(Math.max(10, most))) - 1);
    for (int i = 0; i <= decades; i++) {
      double y = y(Math.pow(10, i + 1), decades);
      svg.line(LEFT, y, RIGHT, y, "g");
      svg.text(LEFT - 8, y + 4, "e", Report.nanos(Math.pow(10, i + 1)));
    }
    for (int policies = 10; policies <= 10_000; policies *= 10) {
      svg.line(x(policies), TOP, x(policies), BOTTOM, "g");
      svg.text(x(policies), BOTTOM + 18, "m", Report.nanos(policies));
    }
    svg.text((LEFT + RIGHT) / 2, BOTTOM + 38, "m", "policies");
    Set<String> variants = new LinkedHashSet<>(results.stream().map(Result::variant).toList());
    double label = 0;
    for (String variant : variants) {
      List<Result> line =
          results.stream()
              .filter(r -> r.variant().equals(variant))
              .sorted(Comparator.comparing(r -> Plots.policies(r).orElseThrow()))
              .toList();
      int colour = Plots.colour(variant);
      for (int i = 0; i < line.size(); i++) {
        double x = x(Plots.policies(line.get(i)).orElseThrow());
        double y = y(line.get(i).added().median(), decades);
        svg.dot(x, y, colour);
        if (i > 0) {
          double fromX = x(Plots.policies(line.get(i - 1)).orElseThrow());
          svg.line(fromX, y(line.get(i - 1).added().median(), decades), x, y, "l c" + colour);
        }
      }
      svg.bar(RIGHT + 20, TOP + label, 12, 12, colour);
      svg.text(RIGHT + 38, TOP + label + 11, "", variant);
      label += 22;
    }
    return svg.document(title, HEIGHT);
  }

  private static double x(double policies) {
    return LEFT + (RIGHT - LEFT) * (Math.log10(policies) - 1) / 3;
  }

  private static double y(double value, int decades) {
    return BOTTOM - (BOTTOM - TOP) * (Math.log10(Math.max(10, value)) - 1) / decades;
  }
}
